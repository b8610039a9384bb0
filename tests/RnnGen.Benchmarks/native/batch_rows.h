// TRAIN32 for networks whose hidden states fill vectors: activations as rows [t][b], everything a product of matrices,
// tanh in its store. Part of tuned.cpp, with -DBATCH_ROWS.
// A stride that is a multiple of the page's share of the first cache would put all rows in a few of its sets.
constexpr int LD = HP >= 128 ? HP + 16 : HP;
constexpr int Block = 4, Rows = Block * B; // steps, and rows, whose gradients are added to the weights in one go

ALIGNED batch_states[(T + 1) * B * LD], batch_E[T * B * LD], batch_Y[T * B * KP + LANES], batch_x[Rows * N], batch_bias[HP];

INLINE void batch_forward(const float *__restrict x) {
    for (int v = 0; v < HP; v += LANES) store(batch_bias + v, load(bx + v) + load(bh + v));
    for (int t = 0; t < T; t++) {
        float *h = batch_states + (t + 1) * B * LD;
        auto bias = [](int, int v) { return load(batch_bias + v * LANES); };
        auto activate = [h](int b, int v, vec s) { store(h + b * LD + v * LANES, vtanh(s)); };
        if (t == 0) product<B, HV>(x, T * N, 1, WxT, HP, N, bias, activate);
        else {
            product<B, HV>(x + t * N, T * N, 1, WxT, HP, N, bias, [h](int b, int v, vec s) { store(h + b * LD + v * LANES, s); });
            product<B, HV>(h - B * LD, LD, 1, WhT, HP, H, [h](int b, int v) { return load(h + b * LD + v * LANES); }, activate);
        }
        product<B, KV>(h, LD, 1, WyT, KW, H, [](int, int v) { return load(by + v * LANES); },
                       [t](int b, int v, vec s) { store_scores(batch_Y + (t * B + b) * KP + v * LANES, s); });
    }
    if constexpr (K <= LANES) {
        UNROLL4 for (int i = 0; i < T * B * KP; i += LANES) {
            vec v = load(batch_Y + i), e = vexp(v - group_most<KP>(v));
            store(batch_Y + i, e / group_sum<KP>(e));
        }
    } else {
        for (int row = 0; row < T * B; row++) softmax_row(batch_Y + row * KP);
    }
}

INLINE double batch_score(const int *labels) {
    double loss = 0;
    for (int t = 0; t < T; t++) {
        double likelihood = 1;
        for (int b = 0; b < B; b++) {
            float *p = batch_Y + (t * B + b) * KP + labels[b * T + t];
            likelihood *= *p;
            *p -= 1;
            if (b % 8 == 7 || b == B - 1) { loss -= log(likelihood); likelihood = 1; }
        }
    }
    return loss;
}

// Takes rate times the sum of some rows off a bias.
INLINE void batch_bias_update(const float *rows, int ld, int count, float *bias, int v, vec rate) {
    vec sum[4] = {all(0), all(0), all(0), all(0)};
    for (int i = 0; i < count; i += 4) UNROLL for (int c = 0; c < 4; c++) sum[c] = sum[c] + load(rows + (i + c) * ld + v * LANES);
    store(bias + v * LANES, fnma(rate, (sum[0] + sum[1]) + (sum[2] + sum[3]), load(bias + v * LANES)));
}

// E, last step to first; after every block of steps its gradients, while it is in the caches. WhT, WxT and the biases
// are not read on the way back, so the updates go straight into them; Wy has to wait.
INLINE void batch_backward(const float *x, vec rate) {
    auto into = [rate](float *w) { return [w, rate](int m, int v, vec s) { float *q = w + m * HP + v * LANES; store(q, fnma(rate, s, load(q))); }; };
    int last = T;
    for (int t = T - 1; t >= 0; t--) {
        float *e = batch_E + t * B * LD;
        const float *h = batch_states + (t + 1) * B * LD;
        auto derive = [e, h](int b, int v, vec s) { vec a = load(h + b * LD + v * LANES); store(e + b * LD + v * LANES, s * fnma(a, a, all(1.f))); };
        if (t == T - 1) product<B, HV>(batch_Y + t * B * KP, KP, 1, Wy, HP, K, nothing, derive);
        else {
            product<B, HV>(batch_Y + t * B * KP, KP, 1, Wy, HP, K, nothing, [e](int b, int v, vec s) { store(e + b * LD + v * LANES, s); });
            product<B, HV>(e + B * LD, LD, 1, Wh, HP, H, [e](int b, int v) { return load(e + b * LD + v * LANES); }, derive);
        }
        if (t % Block == 0) {
            int rows = (last - t) * B;
            for (int s = t; s < last; s++) for (int b = 0; b < B; b++) memcpy(batch_x + ((s - t) * B + b) * N, x + (b * T + s) * N, N * sizeof(float));
            product<H, HV>(h - B * LD, 1, LD, e, LD, rows, nothing, into(WhT));
            product<N, HV>(batch_x, 1, N, e, LD, rows, nothing, into(WxT));
            for (int v = 0; v < HV; v++) { batch_bias_update(e, LD, rows, bx, v, rate); batch_bias_update(e, LD, rows, bh, v, rate); }
            last = t;
        }
    }
    for (int t = 0; t < T; t += Block) {
        int rows = (t + Block < T ? Block : T - t) * B;
        product<K, HV>(batch_Y + t * B * KP, 1, KP, batch_states + (t + 1) * B * LD, LD, rows, nothing, into(Wy));
    }
    if constexpr (K <= LANES) {
        vec sum = all(0);
        for (int i = 0; i < T * B * KP; i += LANES) sum = sum + load(batch_Y + i);
        store_first(by, fnma(rate, fold<KP>(sum), load(by)), K);
    } else {
        for (int v = 0; v < KV; v++) {
            vec padding = load(by + v * LANES);
            batch_bias_update(batch_Y, KP, T * B, by, v, rate);
            if (v == KV - 1 && K % LANES) { vec y = load(by + v * LANES); store(by + v * LANES, padding); store_first(by + v * LANES, y, K % LANES); }
        }
    }
}

float rnn_train_batch(const float *__restrict x, const int *__restrict labels, float rate) {
    batch_forward(x);
    double loss = batch_score(labels);
    batch_backward(x, all(rate / B));
    follow();
    return (float)(loss / B);
}
