using RnnGen.Benchmarks.Peers;
using RnnGen.Benchmarks.Peers.Native;
using RnnGen.Benchmarks.Shapes;
using RnnGen.Benchmarks.Startup;
using RnnGen.Benchmarks.Timing;
using Spectre.Console;

namespace RnnGen.Benchmarks.Compare;

/// <summary>One run of <c>compare</c>: what is asked for, and what came out.</summary>
internal sealed class Comparison(IReadOnlyList<Shape> shapes, IReadOnlyList<Job> jobs, TimingSettings settings)
{
    private const int LatencySteps = 20_000;

    private readonly NativeCompiler? _compiler = NativeCompiler.Find();
    private readonly Dictionary<Shape, List<Peer>> _peers = [];
    private readonly List<string> _remarks = [];
    private PeerFactory? _factory;

    /// <summary>Whether a peer of this name takes part; the generated network always does.</summary>
    public required Func<string, bool> IsWanted { get; init; }

    public IReadOnlyList<Shape> ShapeList => shapes;

    public IReadOnlyList<Job> JobList => jobs;

    public TimingSettings Settings => settings;

    /// <summary>The C compiler, as it calls itself.</summary>
    public string CompilerVersion => _compiler?.Version ?? "none found: no C peers";

    /// <summary>Where the process ran.</summary>
    public string Pinned { get; private set; } = "";

    /// <summary>The load on the machine before and after, where the system tells it: 1 is one busy core.</summary>
    public string Load { get; private set; } = "";

    /// <summary>The limits of the machine: the best found before and after each shape.</summary>
    public MachineLimits Limits { get; private set; } = null!;

    /// <summary>The cells, in the order in which they were measured.</summary>
    public List<Cell> Cells { get; } = [];

    /// <summary>First calls and narrow vectors; null where that was not asked for, or failed.</summary>
    public StartupReport? Startup { get; private set; }

    /// <summary>The worst error of each peer that was checked, over all shapes.</summary>
    public Dictionary<(string Peer, Job Job), double> Errors { get; } = [];

    /// <summary>The times of single steps of each shape.</summary>
    public List<(Shape Shape, Latencies Latencies)> Latencies { get; } = [];

    /// <summary>What did not go as it should.</summary>
    public IEnumerable<string> Remarks => _remarks.Concat(_factory?.Remarks ?? []);

    /// <summary>Compiles all peers, in C and by the JIT; done before the process is pinned.</summary>
    public void Build()
    {
        _factory = new PeerFactory(_compiler, IsWanted);
        AnsiConsole.Status().Start("Compiling", status =>
        {
            foreach (Shape shape in shapes)
            {
                status.Status($"Compiling the peers of shape {shape.Name} {shape.Sizes}");
                _peers[shape] = _factory.Create(new Problem(shape));
            }

            // Code is shared by all shapes, but for the generated networks', which is final from the first call.
            status.Status("Warming up");
            if (!JitWarmUp.Run(Loaded(shapes.MinBy(shape => shape.ParameterCount)!), jobs))
            {
                _remarks.Add("The JIT had not come to rest when the measurement began: the peers in C# may look slower than they are.");
            }
        });
    }

    /// <summary>Checks and measures.</summary>
    public void Run(string pinned)
    {
        Pinned = pinned;
        string before = Machine.LoadAverage;
        Limits = MachineLimits.Measure();
        AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new ElapsedTimeColumn()).Start(context =>
        {
            ProgressTask progress = context.AddTask("Measuring", maxValue: shapes.Count * jobs.Count);
            foreach (Shape shape in shapes)
            {
                foreach (Job job in jobs)
                {
                    progress.Description = $"{shape.Name} {job.Title()}";
                    Measure(shape, job);
                    progress.Increment(1);
                }

                Limits = Limits.BestOf(MachineLimits.Measure());
            }
        });
        Load = $"{before} before, {Machine.LoadAverage} after";
    }

    /// <summary>Measures fresh processes; done before this one is pinned, for its children would be too.</summary>
    public void MeasureStartup()
    {
        const int Runs = 9;
        try
        {
            Startup = AnsiConsole.Status().Start("Building and running the start-up program", _ => StartupReport.Measure(Runs, native: true));
        }
        catch (InvalidOperationException failed)
        {
            _remarks.Add(failed.Message);
        }
    }

    private List<Peer> Loaded(Shape shape)
    {
        foreach (Peer peer in _peers[shape])
        {
            peer.Load(peer.Problem.Initial);
        }

        return _peers[shape];
    }

    private void Measure(Shape shape, Job job)
    {
        Peer[] right = [.. _peers[shape].Where(peer => peer.Jobs.Contains(job) && IsRight(peer, job))];
        if (right is not [{ Name: PeerNames.Generated }, ..])
        {
            return; // nothing to compare with; the remark says why
        }

        Cells.Add(new Cell(shape, job, new RoundRobin(settings).Measure(right, job)));
        if (job == Job.Step)
        {
            string? tuned = Cells[^1].BestTuned?.Name;
            Latencies.AddRange(right
                .Where(peer => peer.Name is PeerNames.Generated or PeerNames.Onnx || peer.Name == tuned)
                .Select(peer => (shape, Timing.Latencies.Measure(peer, LatencySteps))));
        }
    }

    private bool IsRight(Peer peer, Job job)
    {
        double error = PeerCheck.WorstError(peer, job);
        (string, Job) key = (peer.Name, job);
        Errors[key] = Math.Max(Errors.GetValueOrDefault(key), error);
        if (error < PeerCheck.Tolerance)
        {
            return true;
        }

        _remarks.Add($"{peer.Name}, {job.Title()}, shape {peer.Problem.Shape.Name}: error {error:0.0E+0}, so it is not timed.");
        return false;
    }
}
