// TRAIN32 for tiny networks: a lane is a sequence, activations lie as [t][unit][b], and weights are broadcast one by
// one from the order the paper has them in. Part of tuned.cpp, with -DBATCH_LANES.
constexpr int BV = B / LANES; // vectors across the batch

ALIGNED lane_Wx[H * N], lane_Wh[H * H], lane_Wy[K * H], lane_b[H], lane_by[K];
ALIGNED lane_x[T * N * B], lane_h[(T + 1) * H * B], lane_Y[T * K * B], lane_E[T * H * B];

// The weights as the paper has them, from the rows of the other jobs, which the update goes back to.
INLINE void lanes_from_rows() {
    for (int i = 0; i < H; i++) {
        for (int j = 0; j < N; j++) lane_Wx[i * N + j] = WxT[j * HP + i];
        lane_b[i] = bx[i] + bh[i];
    }
    for (int i = 0; i < H; i++) memcpy(lane_Wh + i * H, Wh + i * HP, H * sizeof(float));
    for (int k = 0; k < K; k++) memcpy(lane_Wy + k * H, Wy + k * HP, H * sizeof(float));
    memcpy(lane_by, by, K * sizeof(float));
}

INLINE float lane_sum(vec v) { alignas(64) float s[LANES]; store(s, group_sum<LANES>(v)); return s[0]; }

INLINE double lanes_forward(const float *x, const int *labels) {
    for (int b = 0; b < B; b++) for (int t = 0; t < T; t++) for (int n = 0; n < N; n++) lane_x[(t * N + n) * B + b] = x[(b * T + t) * N + n];
    double loss = 0;
    for (int t = 0; t < T; t++) {
        float *h = lane_h + (t + 1) * H * B, *y = lane_Y + t * K * B;
        auto bias = [](int i, int) { return all(lane_b[i]); };
        auto activate = [h](int i, int v, vec s) { store(h + i * B + v * LANES, vtanh(s)); };
        product<H, BV>(lane_Wx, N, 1, lane_x + t * N * B, B, N, bias, [h](int i, int v, vec s) { store(h + i * B + v * LANES, s); });
        product<H, BV>(lane_Wh, H, 1, h - H * B, B, H, [h](int i, int v) { return load(h + i * B + v * LANES); }, activate);
        product<K, BV>(lane_Wy, H, 1, h, B, H, [](int k, int) { return all(lane_by[k]); }, [y](int k, int v, vec s) { store(y + k * B + v * LANES, s); });
        for (int v = 0; v < BV; v++) {
            float *column = y + v * LANES;
            vec greatest = load(column), sum = all(0);
            for (int k = 1; k < K; k++) greatest = most(greatest, load(column + k * B));
            for (int k = 0; k < K; k++) { vec e = vexp(load(column + k * B) - greatest); store(column + k * B, e); sum = sum + e; }
            vec scale = all(1.f) / sum;
            for (int k = 0; k < K; k++) store(column + k * B, load(column + k * B) * scale);
        }
        double likelihood = 1;
        for (int b = 0; b < B; b++) {
            float *p = y + labels[b * T + t] * B + b;
            likelihood *= *p;
            *p -= 1;
            if (b % 8 == 7) { loss -= log(likelihood); likelihood = 1; }
        }
    }
    return loss;
}

INLINE void lanes_backward() {
    for (int t = T - 1; t >= 0; t--) {
        float *e = lane_E + t * H * B;
        const float *h = lane_h + (t + 1) * H * B;
        auto derive = [e, h](int i, int v, vec s) { vec a = load(h + i * B + v * LANES); store(e + i * B + v * LANES, s * fnma(a, a, all(1.f))); };
        if (t == T - 1) product<H, BV>(lane_Wy, 1, H, lane_Y + t * K * B, B, K, nothing, derive);
        else {
            product<H, BV>(lane_Wy, 1, H, lane_Y + t * K * B, B, K, nothing, [e](int i, int v, vec s) { store(e + i * B + v * LANES, s); });
            product<H, BV>(lane_Wh, 1, H, e + H * B, B, H, [e](int i, int v) { return load(e + i * B + v * LANES); }, derive);
        }
    }
}

// w(i, j) -= rate Σ over t and b of a[t][i][b] c[t][j][b], for I by J numbers from i0, j0 on.
template <int I, int J, class Weight>
INLINE void lanes_gradient_tile(const float *a, int at, const float *c, int ct, int i0, int j0, float rate, Weight weight) {
    vec sum[I][J];
    UNROLL for (int i = 0; i < I; i++) UNROLL for (int j = 0; j < J; j++) sum[i][j] = all(0);
    for (int t = 0; t < T; t++) UNROLL for (int v = 0; v < BV; v++) {
        vec right[J];
        UNROLL for (int j = 0; j < J; j++) right[j] = load(c + t * ct + (j0 + j) * B + v * LANES);
        UNROLL for (int i = 0; i < I; i++) {
            vec left = load(a + t * at + (i0 + i) * B + v * LANES);
            UNROLL for (int j = 0; j < J; j++) sum[i][j] = fma_(left, right[j], sum[i][j]);
        }
    }
    UNROLL for (int i = 0; i < I; i++) UNROLL for (int j = 0; j < J; j++) *weight(i0 + i, j0 + j) -= rate * lane_sum(sum[i][j]);
}

template <int I, int J, class Weight>
INLINE void lanes_gradient(const float *a, int at, const float *c, int ct, float rate, Weight weight) {
    constexpr int TI = I < 4 ? I : 4, TJ = J < 4 ? J : 4, RI = I % TI, RJ = J % TJ;
    int i = 0;
    for (; i + TI <= I; i += TI) {
        int j = 0;
        for (; j + TJ <= J; j += TJ) lanes_gradient_tile<TI, TJ>(a, at, c, ct, i, j, rate, weight);
        if constexpr (RJ != 0) lanes_gradient_tile<TI, RJ>(a, at, c, ct, i, j, rate, weight);
    }
    if constexpr (RI != 0) {
        int j = 0;
        for (; j + TJ <= J; j += TJ) lanes_gradient_tile<RI, TJ>(a, at, c, ct, i, j, rate, weight);
        if constexpr (RJ != 0) lanes_gradient_tile<RI, RJ>(a, at, c, ct, i, j, rate, weight);
    }
}

INLINE void lanes_update(float rate) {
    lanes_gradient<H, H>(lane_E, H * B, lane_h, H * B, rate, [](int i, int j) { return WhT + j * HP + i; });
    lanes_gradient<H, N>(lane_E, H * B, lane_x, N * B, rate, [](int i, int j) { return WxT + j * HP + i; });
    lanes_gradient<K, H>(lane_Y, K * B, lane_h + H * B, H * B, rate, [](int k, int j) { return Wy + k * HP + j; });
    for (int i = 0; i < H + K; i++) {
        const float *row = i < H ? lane_E + i * B : lane_Y + (i - H) * B;
        vec sum[BV];
        UNROLL for (int v = 0; v < BV; v++) sum[v] = all(0);
        for (int t = 0; t < T; t++) UNROLL for (int v = 0; v < BV; v++) sum[v] = sum[v] + load(row + t * (i < H ? H : K) * B + v * LANES);
        UNROLL for (int v = 1; v < BV; v++) sum[0] = sum[0] + sum[v];
        float change = rate * lane_sum(sum[0]);
        if (i < H) { bx[i] -= change; bh[i] -= change; }
        else by[i - H] -= change;
    }
}

float rnn_train_batch(const float *__restrict x, const int *__restrict labels, float rate) {
    lanes_from_rows();
    double loss = lanes_forward(x, labels);
    lanes_backward();
    lanes_update(rate / B);
    follow();
    return (float)(loss / B);
}
