using System.CommandLine;
using System.Globalization;
using RnnGen.Benchmarks.Peers;
using RnnGen.Benchmarks.Peers.Native;
using RnnGen.Benchmarks.Reports;
using RnnGen.Benchmarks.Shapes;
using RnnGen.Benchmarks.Timing;
using Spectre.Console;

namespace RnnGen.Benchmarks.Instructions;

/// <summary>The verb <c>instructions</c>: how many the generated networks and the C take for a job, and in which methods.</summary>
internal static class InstructionsCommand
{
    public static Command Create()
    {
        var shapes = new Option<string>("--shapes") { Description = "Letters A to F, or sizes such as 8x32x5x16 (N, H, K, T).", DefaultValueFactory = _ => "A,B,C,D" };
        var jobs = new Option<string>("--jobs") { Description = "STEP, FORWARD, TRAIN, TRAIN32.", DefaultValueFactory = _ => "STEP,FORWARD,TRAIN" };
        var methods = new Option<bool>("--methods") { Description = "The methods of the generated networks, by their share." };
        var command = new Command("instructions", "Counts the instructions of each job, one by one, against those of the tuned C.") { shapes, jobs, methods };
        command.SetAction(parsed =>
        {
            try
            {
                Run(Shape.ParseList(parsed.GetValue(shapes)!), Jobs.ParseList(parsed.GetValue(jobs)!), parsed.GetValue(methods));
                return 0;
            }
            catch (Exception refused) when (refused is FormatException or InvalidOperationException)
            {
                AnsiConsole.MarkupLineInterpolated($"[red]{refused.Message}[/]");
                return 1;
            }
        });
        return command;
    }

    private static void Run(IReadOnlyList<Shape> shapes, IReadOnlyList<Job> jobs, bool byMethod)
    {
        NativeCompiler compiler = NativeCompiler.Find() ?? throw new InvalidOperationException("No C compiler was found.");
        var tracer = Tracer.Create(compiler);
        using var map = new MethodMap();
        var factory = new PeerFactory(compiler, name => name.StartsWith(PeerNames.TunedC, StringComparison.Ordinal));
        foreach (Shape shape in shapes)
        {
            List<Peer> peers = factory.Create(new Problem(shape));
            JitWarmUp.Run(peers[..1], jobs);
            foreach (Job job in jobs)
            {
                Peer[] able = [.. peers.Where(peer => peer.Jobs.Contains(job))];
                if (able.FirstOrDefault(peer => !(PeerCheck.WorstError(peer, job) < PeerCheck.Tolerance)) is { } wrong)
                {
                    throw new InvalidOperationException($"{wrong.Name} is wrong at {job.Title()} of {shape.Sizes}.");
                }

                Trace[] traces = [.. able.Select(peer => tracer.Count(peer, job))];
                Write(shape, job, able, traces);
                if (byMethod)
                {
                    WriteMethods(traces[0].ByMethod(map), job.UnitsPerPass(shape));
                }
            }

            peers.ForEach(peer => peer.Dispose());
        }

        foreach (string remark in factory.Remarks)
        {
            AnsiConsole.MarkupLineInterpolated($"[yellow]{remark}[/]");
        }
    }

    private static void Write(Shape shape, Job job, Peer[] peers, Trace[] traces)
    {
        var table = new Table().Title($"{shape.Name} {shape.Sizes} {job.Title()}").AddColumns("peer", "instructions", "of RnnGen's");
        for (int i = 0; i < peers.Length; i++)
        {
            table.AddRow(peers[i].Name, Number(traces[i].Total, job.UnitsPerPass(shape)), Figure.Ratio((double)traces[i].Total / traces[0].Total));
        }

        AnsiConsole.Write(table);
    }

    private static void WriteMethods(IEnumerable<(string Method, long Count)> shares, int units)
    {
        var table = new Table().AddColumns("method", "instructions");
        foreach ((string method, long count) in shares.Where(share => share.Count >= units))
        {
            table.AddRow(Markup.Escape(method), Number(count, units));
        }

        AnsiConsole.Write(table);
    }

    private static string Number(long count, int units) => ((double)count / units).ToString("#,0", CultureInfo.InvariantCulture);
}
