// The network in C++ as far as we know how to drive it: columns broadcast into accumulators, everything that does not
// wait for the step before as one matrix product over the window, the update in the store of the gradients.
// -DLANES=8|16; -DZIGZAG alternates the order of the columns; -DREGISTER broadcasts a small state from its register;
// -DBATCH_ROWS and -DBATCH_LANES add the training of a mini-batch in one of two layouts;
// -DSTACKED makes the streaming step multiply by Wh and Wy at once, one step ahead.
#include "network.h"
#include "products.h"

constexpr int up(int a, int b) { return (a + b - 1) / b * b; }
constexpr int power_of_2(int k) { int r = 1; while (r < k) r *= 2; return r; }
constexpr int HP = up(H, LANES), HV = HP / LANES;
constexpr int KP = K <= LANES ? power_of_2(K) : up(K, LANES), KV = (KP + LANES - 1) / LANES; // one row of scores
constexpr int KW = up(K, LANES);                                                             // one row of Wyᵀ
constexpr int SP = up(H + K, LANES), SV = SP / LANES;                                        // one row of [Whᵀ Wyᵀ]
#ifdef ZIGZAG
constexpr bool Zigzag = true;
#else
constexpr bool Zigzag = false;
#endif
#ifdef REGISTER
constexpr bool Register = HV == 1;
#else
constexpr bool Register = false;
#endif

#define ALIGNED alignas(64) static float
ALIGNED WxT[N * HP], bx[HP], bh[HP], WhT[HP * HP], Wh[HP * HP], WyT[HP * KW], Wy[up(K, 8) * HP], by[KW];
ALIGNED S[H * SP], s0[SP], ahead[SP + LANES], state[HP];
ALIGNED states[(T + 1) * HP], Y[up(T * KP, LANES) + LANES], dH[T * HP], E[(T + 1) * HP];

static const auto nothing = [](int, int) { return all(0); };

// The second layouts of Wh and Wy, after an update.
INLINE void follow() {
    for (int i = 0; i < HP; i += 8) for (int j = 0; j < HP; j += 8) transpose8(WhT + i * HP + j, HP, Wh + j * HP + i, HP);
    for (int k = 0; k < K; k += 8) for (int j = 0; j < HP; j += 8) transpose8(Wy + k * HP + j, HP, WyT + j * KW + k, KW);
}

static void stack() {
    for (int i = 0; i < SP; i++) s0[i] = i < H ? bx[i] + bh[i] : i < H + K ? by[i - H] : -1e30f;
    for (int j = 0; j < H; j++)
        for (int i = 0; i < SP; i++) S[j * SP + i] = i < H ? WhT[j * HP + i] : i < H + K ? WyT[j * KW + i - H] : 0;
}

void rnn_load(const float *w) {
    memset(WxT, 0, sizeof WxT); memset(WhT, 0, sizeof WhT); memset(Wy, 0, sizeof Wy);
    for (int i = 0; i < H; i++) for (int j = 0; j < N; j++) WxT[j * HP + i] = *w++;
    for (int i = 0; i < H; i++) bx[i] = *w++;
    for (int i = 0; i < H; i++) for (int j = 0; j < H; j++) WhT[j * HP + i] = *w++;
    for (int i = 0; i < H; i++) bh[i] = *w++;
    for (int k = 0; k < K; k++) for (int j = 0; j < H; j++) Wy[k * HP + j] = *w++;
    for (int k = 0; k < KW; k++) by[k] = k < K ? *w++ : -1e30f;
    follow(); stack(); rnn_reset();
}

void rnn_store(float *w) {
    for (int i = 0; i < H; i++) for (int j = 0; j < N; j++) *w++ = WxT[j * HP + i];
    for (int i = 0; i < H; i++) *w++ = bx[i];
    for (int i = 0; i < H; i++) for (int j = 0; j < H; j++) *w++ = WhT[j * HP + i];
    for (int i = 0; i < H; i++) *w++ = bh[i];
    for (int k = 0; k < K; k++) for (int j = 0; j < H; j++) *w++ = Wy[k * HP + j];
    for (int k = 0; k < K; k++) *w++ = by[k];
}

void rnn_reset(void) {
    memset(state, 0, sizeof state);
    for (int i = 0; i < SP + LANES; i++) ahead[i] = i < SP ? s0[i] : -1e30f;
}

// Softmax of one row of scores wider than a vector.
INLINE void softmax_row(float *y) {
    vec v[KV], most_ = load(y), sum = all(0);
    UNROLL for (int c = 0; c < KV; c++) { v[c] = load(y + c * LANES); most_ = most(most_, v[c]); }
    most_ = group_most<LANES>(most_);
    UNROLL for (int c = 0; c < KV; c++) { v[c] = vexp(v[c] - most_); sum = sum + v[c]; }
    vec scale = all(1.f) / group_sum<LANES>(sum);
    UNROLL for (int c = 0; c < KV; c++) store(y + c * LANES, v[c] * scale);
}

// Softmax of the scores of one step, which lie at y and are followed by padding; K numbers to p.
INLINE void softmax_step(vec first, const float *y, float *p) {
    if constexpr (K <= LANES) {
        vec e = vexp(first - group_most<KP>(first));
        store_first(p, e / group_sum<KP>(e), K);
    } else {
        alignas(64) float row[KP];
        UNROLL for (int c = 0; c < KV; c++) store(row + c * LANES, load(y + c * LANES));
        softmax_row(row);
        memcpy(p, row, K * sizeof(float));
    }
}

#ifdef STACKED
// ahead = bias + Wh h and y, both of the step before: one product for the two of them.
void rnn_step(const float *__restrict x, float *__restrict p) {
    alignas(64) float h[HP];
    if constexpr (Register) {
        vec z[1] = {load(ahead)};
        columns<1, N, false>(WxT, HP, x, z);
        vec next[SV], now = vtanh(z[0]);
        UNROLL for (int v = 0; v < SV; v++) next[v] = load(s0 + v * LANES);
        columns_in_register<SV, H>(S, SP, now, next);
        UNROLL for (int v = 0; v < SV; v++) store(ahead + v * LANES, next[v]);
    } else {
        matrix_vector<HV, N, false>(WxT, HP, x, [](int v) { return load(ahead + v * LANES); }, [&](int v, vec s) { store(h + v * LANES, vtanh(s)); });
        matrix_vector<SV, H, false>(S, SP, h, [](int v) { return load(s0 + v * LANES); }, [](int v, vec s) { store(ahead + v * LANES, s); });
    }
    softmax_step(load(ahead + H), ahead + H, p);
}
#else
void rnn_step(const float *__restrict x, float *__restrict p) {
    alignas(64) float z[HP], h[HP], y[KW];
    matrix_vector<HV, N, false>(WxT, HP, x, [](int v) { return load(bx + v * LANES) + load(bh + v * LANES); }, [&](int v, vec s) { store(z + v * LANES, s); });
    matrix_vector<HV, H, false>(WhT, HP, state, [&](int v) { return load(z + v * LANES); }, [&](int v, vec s) { store(h + v * LANES, vtanh(s)); });
    UNROLL for (int v = 0; v < HV; v++) store(state + v * LANES, load(h + v * LANES));
    if constexpr (K <= LANES) {
        vec s[1] = {load(by)};
        columns<1, H, false>(WyT, KW, h, s);
        softmax_step(s[0], y, p);
    } else {
        matrix_vector<KV, H, false>(WyT, KW, h, [](int v) { return load(by + v * LANES); }, [&](int v, vec s) { store(y + v * LANES, s); });
        softmax_step(load(y), y, p);
    }
}
#endif

// The scores of one step into a row of KP lanes.
INLINE void store_scores(float *row, vec s) {
    if constexpr (KP >= LANES) store(row, s);
    else store_first(row, s, KP);
}

// Hidden states and probabilities of the window: states, Y.
INLINE void forward(const float *__restrict x) {
    product<T, HV>(x, N, 1, WxT, HP, N, [](int, int v) { return load(bx + v * LANES) + load(bh + v * LANES); },
                   [](int t, int v, vec s) { store(states + (t + 1) * HP + v * LANES, s); });
    if constexpr (Register) {
        vec h = all(0);
        for (int t = 1; t <= T; t++) {
            vec z[1] = {load(states + t * HP)};
            columns_in_register<1, H>(WhT, HP, h, z);
            h = vtanh(z[0]);
            store(states + t * HP, h);
        }
    } else {
        for (int t = 1; t <= T; t++) {
            float *h = states + t * HP;
            auto init = [&](int v) { return load(h + v * LANES); };
            auto finish = [&](int v, vec s) { store(h + v * LANES, vtanh(s)); };
            if (Zigzag && t % 2) matrix_vector<HV, H, true>(WhT, HP, h - HP, init, finish);
            else matrix_vector<HV, H, false>(WhT, HP, h - HP, init, finish);
        }
    }
    product<T, KV>(states + HP, HP, 1, WyT, KW, H, [](int, int v) { return load(by + v * LANES); },
                   [](int t, int v, vec s) { store_scores(Y + t * KP + v * LANES, s); });
    if constexpr (K <= LANES) {
        UNROLL4 for (int i = 0; i < T * KP; i += LANES) {
            vec v = load(Y + i), e = vexp(v - group_most<KP>(v));
            store(Y + i, e / group_sum<KP>(e));
        }
    } else {
        for (int t = 0; t < T; t++) softmax_row(Y + t * KP);
    }
}

void rnn_forward(const float *__restrict x, float *__restrict p) {
    forward(x);
    if constexpr (K == KP) memcpy(p, Y, T * K * sizeof(float));
    else for (int t = 0; t < T; t++)
        if constexpr (K <= LANES) store_first(p + t * K, load(Y + t * KP), K);
        else memcpy(p + t * K, Y + t * KP, K * sizeof(float));
}

// The loss; p becomes p - l. Eight probabilities share a logarithm.
INLINE double score(const int *labels) {
    double loss = 0, likelihood = 1;
    for (int t = 0; t < T; t++) {
        float *p = Y + t * KP + labels[t];
        likelihood *= *p;
        *p -= 1;
        if (t % 8 == 7 || t == T - 1) { loss -= log(likelihood); likelihood = 1; }
    }
    return loss;
}

// E[t] = ∂loss/∂z[t] for every step, last to first.
INLINE void backward() {
    product<T, HV>(Y, KP, 1, Wy, HP, K, nothing, [](int t, int v, vec s) { store(dH + t * HP + v * LANES, s); });
    vec e = all(0);
    for (int t = T - 1; t >= 0; t--) {
        const float *h = states + (t + 1) * HP;
        auto init = [&](int v) { return load(dH + t * HP + v * LANES); };
        auto finish = [&](int v, vec s) { vec a = load(h + v * LANES); e = s * fnma(a, a, all(1.f)); store(E + t * HP + v * LANES, e); };
        if (t == T - 1) { UNROLL for (int v = 0; v < HV; v++) finish(v, init(v)); }
        else if constexpr (Register) { vec s[1] = {init(0)}; columns_in_register<1, H>(Wh, HP, e, s); finish(0, s[0]); }
        else if (Zigzag && t % 2) matrix_vector<HV, H, true>(Wh, HP, E + (t + 1) * HP, init, finish);
        else matrix_vector<HV, H, false>(Wh, HP, E + (t + 1) * HP, init, finish);
    }
}

// θ ← θ - γ dθ as the gradients leave their registers.
INLINE void update(const float *x, vec rate) {
    auto into = [rate](float *w) { return [w, rate](int m, int v, vec s) { float *q = w + m * HP + v * LANES; store(q, fnma(rate, s, load(q))); }; };
    product<H, HV>(states, 1, HP, E, HP, T, nothing, into(WhT));
    product<N, HV>(x, 1, N, E, HP, T, nothing, into(WxT));
    product<K, HV>(Y, 1, KP, states + HP, HP, T, nothing, into(Wy));
    for (int v = 0; v < HV; v++) {
        vec a = all(0), b = a, c = a, d = a;
        const float *e = E + v * LANES;
        int t = 0;
        for (; t + 4 <= T; t += 4) {
            a = a + load(e + t * HP);
            b = b + load(e + (t + 1) * HP);
            c = c + load(e + (t + 2) * HP);
            d = d + load(e + (t + 3) * HP);
        }
        for (; t < T; t++) a = a + load(e + t * HP);
        vec s = (a + b) + (c + d);
        store(bx + v * LANES, fnma(rate, s, load(bx + v * LANES)));
        store(bh + v * LANES, fnma(rate, s, load(bh + v * LANES)));
    }
    if constexpr (K <= LANES) {
        for (int i = T * KP; i % LANES; i++) Y[i] = 0;
        vec sum = all(0);
        for (int i = 0; i < T * KP; i += LANES) sum = sum + load(Y + i);
        store_first(by, fnma(rate, fold<KP>(sum), load(by)), K);
    } else {
        for (int v = 0; v < KV; v++) {
            vec sum = all(0);
            for (int t = 0; t < T; t++) sum = sum + load(Y + t * KP + v * LANES);
            vec old = load(by + v * LANES);
            if (v == KV - 1 && K % LANES) store_first(by + v * LANES, fnma(rate, sum, old), K % LANES);
            else store(by + v * LANES, fnma(rate, sum, old));
        }
    }
    follow();
}

float rnn_train(const float *__restrict x, const int *__restrict labels, float rate) {
    forward(x);
    float loss = (float)score(labels);
    backward();
    update(x, all(rate));
    return loss;
}

#if defined(BATCH_ROWS)
#include "batch_rows.h"
#elif defined(BATCH_LANES)
#include "batch_lanes.h"
#endif
