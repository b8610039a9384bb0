using RnnGen.Benchmarks.Shapes;
using RnnGen.Reference;

namespace RnnGen.Benchmarks.Peers;

/// <summary>
/// Compares a peer with the right answers before it is timed. The measure is the largest error over the largest
/// value, per tensor; what a float peer earns by rounding alone is below a few millionths.
/// </summary>
public static class PeerCheck
{
    /// <summary>The largest error with which a peer is still timed.</summary>
    public const double Tolerance = 2e-5;

    /// <summary>The worst error of one job; not below the tolerance means that the peer is wrong.</summary>
    public static double WorstError(Peer peer, Job job)
    {
        Problem problem = peer.Problem;
        peer.Load(problem.Initial);
        peer.Reset();
        problem.P.Fill(float.NaN);
        switch (job)
        {
            case Job.Step:
                peer.Steps();
                return Error(problem.P, problem.Answers.Probabilities);
            case Job.Forward:
                peer.Forward();
                return Error(problem.P, problem.Answers.Probabilities);
            case Job.Train:
                return TrainError(peer, peer.Train, problem.Answers.Losses, problem.Answers.Trained);
            case Job.Train32:
                return TrainError(peer, peer.TrainBatch, problem.Answers.BatchLosses, problem.Answers.BatchTrained);
            default:
                throw new ArgumentOutOfRangeException(nameof(job), job, "This job has no check.");
        }
    }

    // Two updates: the second shows whether every copy of a parameter that the peer keeps followed the first.
    private static double TrainError(Peer peer, Func<float, float> train, double[] losses, ElmanParameters<double> right)
    {
        Problem problem = peer.Problem;
        double worst = 0;
        foreach (double loss in losses)
        {
            worst = Worst(worst, Math.Abs(train(Answers.Rate) - loss) / loss);
        }

        Shape shape = problem.Shape;
        var trained = new ElmanParameters<float>(shape.N, shape.H, shape.K);
        peer.Store(trained);
        foreach (ElmanParameter parameter in ElmanParameters<float>.Order)
        {
            worst = Worst(worst, ChangeError(problem.Initial[parameter], trained[parameter], right[parameter]));
        }

        return worst;
    }

    // Of the change, not of the parameter: a peer that trained nothing would look nearly right otherwise.
    private static double ChangeError(ReadOnlySpan<float> before, ReadOnlySpan<float> after, ReadOnlySpan<double> right)
    {
        double error = 0;
        double largest = 0;
        for (int i = 0; i < right.Length; i++)
        {
            error = Worst(error, Math.Abs(after[i] - right[i]));
            largest = Math.Max(largest, Math.Abs(right[i] - before[i]));
        }

        // In a window of one step Wh has no gradient, and must not change at all.
        return error == 0 ? 0 : error / largest;
    }

    private static double Error(ReadOnlySpan<float> given, ReadOnlySpan<double> right)
    {
        double error = 0;
        double largest = 0;
        for (int i = 0; i < right.Length; i++)
        {
            error = Worst(error, Math.Abs(given[i] - right[i]));
            largest = Math.Max(largest, Math.Abs(right[i]));
        }

        return error / largest;
    }

    // NaN is worse than any number, and stays.
    private static double Worst(double a, double b) => double.IsNaN(a) || a >= b ? a : b;
}
