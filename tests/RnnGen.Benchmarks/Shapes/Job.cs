namespace RnnGen.Benchmarks.Shapes;

/// <summary>What is timed.</summary>
public enum Job
{
    /// <summary>One streaming step up to the probabilities; a pass takes the T steps of a window.</summary>
    Step,

    /// <summary>One window of T steps.</summary>
    Forward,

    /// <summary>One sequence: loss, all six gradients, and the update of all six parameters.</summary>
    Train,

    /// <summary>A mini-batch, 32 sequences unless the shape says otherwise: mean loss, the mean gradients, and one update of all six parameters.</summary>
    Train32,
}

/// <summary>What the reports say of a job.</summary>
public static class Jobs
{
    /// <summary>All of them, in the order of the reports.</summary>
    public static readonly IReadOnlyList<Job> All = Enum.GetValues<Job>();

    /// <summary>The job's name as it is written on the command line and in the reports.</summary>
    public static string Title(this Job job) => job.ToString().ToUpperInvariant();

    /// <summary>How many units one pass of the job consists of: the time of a pass is divided by it.</summary>
    public static int UnitsPerPass(this Job job, Shape shape) => job == Job.Step ? shape.T : 1;

    /// <summary>Reads a list such as <c>STEP,TRAIN</c>.</summary>
    /// <exception cref="FormatException">An entry is no job.</exception>
    public static Job[] ParseList(string text) =>
    [
        .. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(part =>
            All.Any(job => job.Title().Equals(part, StringComparison.OrdinalIgnoreCase))
                ? Enum.Parse<Job>(part, ignoreCase: true)
                : throw new FormatException($"'{part}' is no job: there are {string.Join(", ", All.Select(Title))}.")),
    ];
}
