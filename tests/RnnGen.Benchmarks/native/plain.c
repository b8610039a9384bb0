/* The network as a good C programmer writes it first: constant sizes, plain loops, the compiler does the rest. */
#include "network.h"

static float Wx[H][N], bx[H], Wh[H][H], bh[H], Wy[K][H], by[K];
static float dWx[H][N], dbx[H], dWh[H][H], dbh[H], dWy[K][H], dby[K];
static float hidden[H], states[T + 1][H], probabilities[T][K];

static float *const parameters_[] = {&Wx[0][0], bx, &Wh[0][0], bh, &Wy[0][0], by};
static float *const gradients[] = {&dWx[0][0], dbx, &dWh[0][0], dbh, &dWy[0][0], dby};
static const int lengths[] = {H * N, H, H * H, H, K * H, K};

void rnn_load(const float *parameters) {
    for (int i = 0; i < 6; parameters += lengths[i++])
        memcpy(parameters_[i], parameters, lengths[i] * sizeof(float));
}

void rnn_store(float *parameters) {
    for (int i = 0; i < 6; parameters += lengths[i++])
        memcpy(parameters, parameters_[i], lengths[i] * sizeof(float));
}

void rnn_reset(void) { memset(hidden, 0, sizeof hidden); }

static inline void recur(const float *restrict x, const float *restrict previous, float *restrict h) {
    for (int i = 0; i < H; i++) {
        float sum = bx[i] + bh[i];
        for (int j = 0; j < N; j++) sum += Wx[i][j] * x[j];
        for (int j = 0; j < H; j++) sum += Wh[i][j] * previous[j];
        h[i] = sum;
    }
    for (int i = 0; i < H; i++) h[i] = tanhf(h[i]);
}

static inline void read_out(const float *restrict h, float *restrict p) {
    float maximum = -1e30f, sum = 0;
    for (int k = 0; k < K; k++) {
        float y = by[k];
        for (int i = 0; i < H; i++) y += Wy[k][i] * h[i];
        p[k] = y;
    }
    for (int k = 0; k < K; k++) maximum = p[k] > maximum ? p[k] : maximum;
    for (int k = 0; k < K; k++) p[k] = expf(p[k] - maximum);
    for (int k = 0; k < K; k++) sum += p[k];
    for (int k = 0; k < K; k++) p[k] *= 1 / sum;
}

void rnn_step(const float *restrict x, float *restrict p) {
    float h[H];
    recur(x, hidden, h);
    memcpy(hidden, h, sizeof h);
    read_out(h, p);
}

void rnn_forward(const float *restrict x, float *restrict p) {
    memset(states[0], 0, sizeof states[0]);
    for (int t = 0; t < T; t++) {
        recur(x + t * N, states[t], states[t + 1]);
        read_out(states[t + 1], p + t * K);
    }
}

static void backward_step(const float *restrict x, const float *restrict previous, const float *restrict h,
                          const float *restrict d, float *restrict next) {
    float e[H];
    for (int k = 0; k < K; k++) {
        dby[k] += d[k];
        for (int i = 0; i < H; i++) {
            dWy[k][i] += d[k] * h[i];
            next[i] += d[k] * Wy[k][i];
        }
    }
    for (int i = 0; i < H; i++) e[i] = next[i] * (1 - h[i] * h[i]);
    memset(next, 0, sizeof e);
    for (int i = 0; i < H; i++) {
        dbx[i] += e[i];
        dbh[i] += e[i];
        for (int j = 0; j < N; j++) dWx[i][j] += e[i] * x[j];
        for (int j = 0; j < H; j++) {
            dWh[i][j] += e[i] * previous[j];
            next[j] += e[i] * Wh[i][j];
        }
    }
}

static void update(float *restrict parameter, const float *restrict gradient, int length, float rate) {
    for (int i = 0; i < length; i++) parameter[i] -= rate * gradient[i];
}

/* Adds a sequence to the gradients; its loss. */
static float accumulate(const float *x, const int *labels) {
    float loss = 0, next[H] = {0};
    rnn_forward(x, &probabilities[0][0]);
    for (int t = T - 1; t >= 0; t--) {
        loss -= logf(probabilities[t][labels[t]]);
        probabilities[t][labels[t]] -= 1;
        backward_step(x + t * N, states[t], states[t + 1], probabilities[t], next);
    }
    return loss;
}

float rnn_train_batch(const float *x, const int *labels, float rate) {
    float loss = 0;
    for (int i = 0; i < 6; i++) memset(gradients[i], 0, lengths[i] * sizeof(float));
    for (int b = 0; b < B; b++) loss += accumulate(x + b * T * N, labels + b * T);
    for (int i = 0; i < 6; i++) update(parameters_[i], gradients[i], lengths[i], rate / B);
    return loss / B;
}

float rnn_train(const float *x, const int *labels, float rate) {
    for (int i = 0; i < 6; i++) memset(gradients[i], 0, lengths[i] * sizeof(float));
    float loss = accumulate(x, labels);
    for (int i = 0; i < 6; i++) update(parameters_[i], gradients[i], lengths[i], rate);
    return loss;
}
