using System;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>How a network is computed: memory, tiles, chains, and what it costs. Pure arithmetic on the shape.</summary>
internal sealed class NetworkPlan
{
    /// <summary>Bytes of Wh from which on its blocks are visited in alternate order: half of them are then still in the first cache, 32 KB on most machines.</summary>
    private const int FirstCache = 32 * 1024;

    private NetworkPlan(NetworkShape shape)
    {
        Shape = shape;
        Lanes = Lanes.Of(shape.Precision);
        Layout = Layout.Of(shape);
        Cost = CostFigures.Of(shape, Layout);
        InputTerms = new(InputChains(shape), Layout.Hp, shape.Unroll, RowsAhead(shape));
        HiddenTerms = new(HiddenChains(shape), Layout.Hp, shape.Unroll, RowsAhead(shape));
        ReadOutTerms = new(ReadOutChains(shape), Layout.Ky, shape.Unroll, RowsAhead(shape));
        ClassTerms = new(ClassChains(shape), Layout.Hp, shape.Unroll);
        TimeAcrossLanes = TimeLanes.Apply(shape);
        Usual = KernelPlan.For(shape, wide: false);
        Wide = KernelPlan.For(shape, wide: true);
    }

    public NetworkShape Shape { get; }

    public Lanes Lanes { get; }

    public Layout Layout { get; }

    public CostFigures Cost { get; }

    /// <summary>Wx x inside a step, in the order in which the projection of a window sums too.</summary>
    public MatVecPlan InputTerms { get; }

    /// <summary>Wh h, and Whᵀ e in the backward pass.</summary>
    public MatVecPlan HiddenTerms { get; }

    /// <summary>Wy h inside a step.</summary>
    public MatVecPlan ReadOutTerms { get; }

    /// <summary>Wyᵀ D inside a step of the backward pass.</summary>
    public MatVecPlan ClassTerms { get; }

    /// <summary>The kernels on <c>Vector&lt;T&gt;</c>.</summary>
    public KernelPlan Usual { get; }

    /// <summary>The kernels on <c>Vector512&lt;T&gt;</c>.</summary>
    public KernelPlan Wide { get; }

    /// <summary>
    /// Whether 512 bits pay where the processor has them: a row of more than one vector of 256 bits needs fewer of them, be it of
    /// hidden units or of classes. With H up to 8 a step at K = 9 to 100 takes 27 to 35 % less time for the classes alone, a window 0 to
    /// 34 %, training up to 17 %; with neither, a step at H = 8 and K = 2 would take 9 % more (measured). Full unrolling is for
    /// the usual kernels alone.
    /// </summary>
    public bool WidePays => Widens(Shape);

    /// <inheritdoc cref="WidePays"/>
    public static bool Widens(NetworkShape shape) => Math.Max(shape.H, shape.K) > Lanes.Of(shape.Precision).Middle && shape.Unroll != Unroll.Full;

    /// <summary>Whether a window computes Wx x step by step.</summary>
    public bool InputInStep => InputsInStep(Shape);

    /// <summary>
    /// Whether a window computes Wyᵀ D on the way back step by step, and Wy h too, beside what waits for the step before. A product
    /// for all t at once begins anew with every tile, and for each of the two chains: at K = 20 to 64 windows take 5 to 15 % less
    /// without it, training as long or up to 5 % less (measured at H = 17 to 32).
    /// </summary>
    public bool ClassesInStep => ClassesFitStep(Shape);

    private static bool ClassesFitStep(NetworkShape shape) => WaitsForItself(shape) && shape.K <= 4 * Lanes.Of(shape.Precision).Wide;

    /// <summary>Whether it computes Wy h step by step. Sums along the rows of Wy run over eight steps at once instead.</summary>
    public bool ReadOutInStep => ReadsOutInStep(Shape);

    private static bool ReadsOutInStep(NetworkShape shape) => ClassesFitStep(shape) && !RowReadOut.Apply(shape);

    /// <summary>
    /// Whether a step of a window stores the scores of few classes where softmax, with time across the lanes, looks for them, and not
    /// as a row that is transposed in the end: at H = 8 and 16 windows take 2 % less time so, on 256 bits 1 to 4 %, training 1 to 2 %
    /// (measured at K = 2 and 4).
    /// </summary>
    public static bool ScoresGoByClass(NetworkShape shape) => TimeLanes.Apply(shape) && ReadsOutInStep(shape) && shape.K <= Lanes.Of(shape.Precision).Narrow;

    /// <summary>Whether the scores of a window come as rows of classes and are transposed, for time runs across the lanes in softmax.</summary>
    public static bool MovesScores(NetworkShape shape) => TimeLanes.Apply(shape) && !RowReadOut.Apply(shape) && !ScoresGoByClass(shape);

    /// <summary>
    /// Whether a window computes Wx x step by step. Few hidden units leave most of the arithmetic idle while a step waits
    /// for the one before, and a product that the chain of steps does not need is free there; for all t at once it would
    /// take a pass of its own (measured at H = 8: 5 of 21 ns of a step with the read-out's). The multiply-adds of x run
    /// beside those of h, and more than eight would take longer than these.
    /// </summary>
    public static bool InputsInStep(NetworkShape shape) => WaitsForItself(shape) && shape.N <= 8;

    /// <summary>Whether the latency of a step, and not its arithmetic, is what a window takes.</summary>
    public static bool WaitsForItself(NetworkShape shape) => HiddenChains(shape).Pairs;

    /// <summary>Whether Wy is kept as the paper has it, and scores are summed along its rows.</summary>
    public bool ReadOutByRows => RowReadOut.Apply(Shape);

    /// <summary>Whether Wyᵀ is kept without padding, and few scores are summed four hidden units at a time.</summary>
    public bool FewClasses => FewReadOut.Apply(Shape);

    /// <summary>Whether a window's scores lie with time across the lanes.</summary>
    public bool TimeAcrossLanes { get; }

    /// <summary>Whether a pass over a window sums all gradients in sixteen registers; otherwise products of matrices do.</summary>
    public bool GradientsInRegisters => KernelPlan.SumsGradientsInRegisters(Shape);

    /// <summary>The gradients that a machine with thirty-two registers sums on the way back.</summary>
    public GradientSums OnTheWayBack => Usual.OnTheWayBack | Wide.OnTheWayBack;

    /// <summary>The gradients that are summed last step first, as they are on the way back: on every machine, in every mode of unrolling.</summary>
    public GradientSums LastStepFirst => KernelPlan.SumsOnTheWayBack(Shape);

    /// <summary>Whether those of bx and bh are so, by the pass that goes back through time on every machine, and not by one of their own.</summary>
    public bool BiasesOnTheWayBack => LastStepFirst != GradientSums.None && !GradientsInRegisters;

    public static NetworkPlan For(NetworkShape shape) => new(shape);

    /// <summary>
    /// The order of the sums over inputs. A step has nothing beside them but what the one before left, and a chain of N
    /// multiply-adds takes 4 N cycles: where that is more than 32 for each of the widest vectors, 16 for a single one or 96 for
    /// any, there are two, and four from a length on where products for all t at once, which begin anew for each, have enough to
    /// do. Measured on 512 bits, in brackets on 256: a step takes 12 to 27 % (5 to 20) less time at N = 9 to 48, 20 to 67 % (12 to
    /// 54) at N = 64 to 200 up to H = 48, 11 to 20 % (0) at H = 64, there 4 to 6 % (0) with 25 to 32 inputs, and 2 to 5 % at N = 5 to
    /// 8 and H = 8 to 16; windows take 0 to 5 % more, training 0 to 5 %, streams 0 to 7 % (6). With four at N = 32 windows and
    /// streams would take 13 and 18 % more on 256 bits, and with two at H = 96 a step 20 % on 512.
    /// </summary>
    private static Chains InputChains(NetworkShape shape)
    {
        Lanes lanes = Lanes.Of(shape.Precision);
        int vectors = Arithmetic.CeilingDivide(shape.H, lanes.Wide), most = Chains.Needed(shape.N, shape.H, lanes);
        int chains = vectors > 4 || shape.N <= (vectors == 1 ? 4 : 8 * Math.Min(vectors, 3)) ? 1 : shape.N <= 48 ? 2 : 4;
        return new(shape.N, Math.Min(chains, most), ChainOrder.InTurn, Interleaved: true);
    }

    /// <summary>
    /// The order of the sums over classes on the way back. Nothing waits for D, but a chain of many classes is so long that the steps
    /// the processor looks ahead do not hide it: with two a training step takes 5 % less time at K = 40, 11 % at K = 48 and 17 % at
    /// K = 64, and hardly less with four. At K = 24 they would gain 2 to 3 %, and make the longest files too long; at K = 10 to 16
    /// nothing (measured at H = 8 to 32).
    /// </summary>
    private static Chains ClassChains(NetworkShape shape) => new(shape.K, shape.K > 32 ? 2 : 1, ChainOrder.InPairs, Interleaved: true);

    /// <summary>
    /// The most inputs whose sum the first chain of hidden units goes on from. A sum of more would keep that chain waiting, for a step
    /// comes to it hardly sooner than h is there: beside it, at N = 8 to 40, a step takes 0 to 7 % less time, a window as long or 4 %
    /// less, training up to 2 % less; on 256 bits 0 to 3 % less and as long. Up to N = 3 nothing is gained (measured on Zen 5).
    /// </summary>
    private const int MostBefore = 2;

    /// <summary>The longest row whose chains are blocks of Wh where up to four vectors of 16 lanes hold it.</summary>
    private const int LongestInBlocks = 48;

    /// <summary>
    /// The order of the sums over hidden units in a step. In rows of up to two of the widest vectors the chains stay in
    /// registers and are added up in pairs, for the next step waits for them. At H = 13 to 16, in floats, there are eight: two terms
    /// and three additions are done six cycles before four and two. On 512 bits a step takes 2 to 4 % less time so, a window 3 to
    /// 10 %, training 2 to 9 %, 16 streams up to 5 % more (8 at T = 12); on 256 bits, which sum four and then the others, as long,
    /// 3 % more or less. From 9 to 11 eight gain nothing, and with two vectors in a row windows would take 2 to 5 % more (Zen 5).
    /// <para>
    /// In longer rows every chain is a block of Wh, so that kernels with too few registers for all of them can take one after the
    /// other. Up to four vectors have four chains, though two would keep three or four of them busy: a chain half as long is done
    /// sooner, and the next step waits for it while its weights are loaded ahead. On 512 bits a step at H = 33 to 48 takes 3 to 9 %
    /// less time so, a window 11 to 15 %, training 7 to 9 %; at H = 49 to 64 1 to 4, 2 and 1 %. On 256 bits, which sum two of them and
    /// then the others, 0 to 5 % at H = 33 to 48, but 16 streams take up to 11 % more there, and up to 4 % on 512 (measured on Zen 5).
    /// </para>
    /// <para>
    /// In rows of four vectors of 16 the chains take turns, so that one load gives each its next term (<see cref="Emission.MatVecText"/>):
    /// a load is what a multiply-add takes, and broadcasts are loads too. At H = 49 to 64 a step takes 1 to 2 % less time so on 512
    /// bits, a window 3 to 5 %, training 3 to 5 %; on 256 bits windows take up to 1 % more, 16 streams up to 4 %. Three vectors, and
    /// four of 8 doubles, are too few: their loads are done while the next step waits for h (windows 0 to 4 % and 8 to 11 % more).
    /// </para>
    /// </summary>
    public static Chains HiddenChains(NetworkShape shape)
    {
        Lanes lanes = Lanes.Of(shape.Precision);
        int needed = Chains.Needed(shape.H, shape.H, lanes);
        ChainOrder pairs = shape.N > MostBefore ? ChainOrder.InPairsFromZero : ChainOrder.InPairs;
        return shape.H > 12 && shape.H <= lanes.Wide ? new(shape.H, 8, pairs)
            : shape.H <= 2 * lanes.Wide ? new(shape.H, needed, pairs)
            : shape.H <= 4 * lanes.Wide ? new(shape.H, 4, ChainOrder.InTurn, Interleaved: shape.H > LongestInBlocks)
            : new(shape.H, Math.Max(needed, Blocks(shape)), ChainOrder.InTurn);
    }

    /// <summary>
    /// The order of the sums over hidden units in the read-out. A step computes h vector by vector: if the last of them were
    /// a chain of its own, all of that chain would come after tanh (measured at H = 64: 4 % of a step). Few classes have a group of
    /// lanes for each chain, which are folded.
    /// </summary>
    public static Chains ReadOutChains(NetworkShape shape) =>
        new(shape.H, ReadOutChainCount(shape), FewReadOut.Apply(shape) ? ChainOrder.InHalves : ChainOrder.InTurn, Interleaved: true);

    /// <summary>
    /// Four chains where the scores are two of the widest vectors would take half a cycle less for each hidden unit there, but with
    /// vectors half as wide their sums do not fit the registers, and products over a window begin anew for each chain. At
    /// H = 32 to 128 and K = 20 to 32 two chains take 5 to 9 % off a step on 256 bits; at H = 18 and 24, whose chains are short, they
    /// would add up to 9 % (measured).
    /// </summary>
    private static int ReadOutChainCount(NetworkShape shape)
    {
        Lanes lanes = Lanes.Of(shape.Precision);
        int needed = Chains.Needed(shape.H, shape.K, lanes);
        return shape.K > lanes.Wide && shape.H >= 2 * lanes.Wide ? Math.Min(needed, 2) : needed;
    }

    /// <summary>Whether Wh exceeds the first cache, so that its blocks are visited in alternate order.</summary>
    public static bool Alternates(NetworkShape shape) => Blocks(shape) > 1;

    /// <summary>
    /// Whether single steps do so too: where Wx and Wy, which they read in between, leave something of Wh in the first cache. Measured
    /// on 512 bits, in brackets on 256, with 48 KB: a step takes 27 to 36 % (16 to 18) less time at H = 100 to 128 where the two have
    /// up to 11 KB, 13 % (9) with 22 KB, 4 % with 24 KB or at H = 192, nothing with 37 KB, and 7 % (3) more with 64 KB.
    /// </summary>
    public static bool AlternatesInSteps(NetworkShape shape)
    {
        Lanes lanes = Lanes.Of(shape.Precision);
        long units = lanes.RoundUp(shape.H);
        long others = (shape.N * units) + (RowReadOut.Apply(shape) ? shape.K * units : shape.H * (long)lanes.RoundUp(shape.K));
        return Alternates(shape) && others * Size(shape) <= FirstCache * 3 / 4;
    }

    /// <summary>
    /// How many terms of its chain before it is needed kernels ask for a row of a weight matrix: they do not, but where most of
    /// Wh comes from the second cache in every step, whose processor sees a strip of each row only and does not foresee the
    /// next. Whole rows it does foresee (<see cref="WholeRows"/>): this is for rows too long for them, and narrower vectors. Measured in
    /// strips of 256 bits: at H = 256, K = 96 steps take 14 % less time, 8 % of it with Wh alone, windows 8 % less,
    /// training 6 %; at H = 192 windows and steps 2 to 5 %; at H = 160 and 128 they take 2 to 4 % more. Two or six gain half as
    /// much as four.
    /// </summary>
    private static int RowsAhead(NetworkShape shape) => MostlyInSecondCache(shape) ? 4 : 0;

    /// <summary>Whether most of Wh comes from the second cache in every step, in whatever order its blocks are visited.</summary>
    public static bool MostlyInSecondCache(NetworkShape shape) => HiddenBytes(shape) > 4 * FirstCache;

    private static long HiddenBytes(NetworkShape shape) => (long)shape.H * shape.H * Size(shape);

    private static int Size(NetworkShape shape) => shape.Precision == Precision.Single ? 4 : 8;

    private static int Blocks(NetworkShape shape)
    {
        long bytes = HiddenBytes(shape);
        int blocks = 1;
        while (bytes > FirstCache && blocks < 8 && bytes / blocks > FirstCache / 2)
        {
            blocks *= 2;
        }

        return blocks;
    }
}
