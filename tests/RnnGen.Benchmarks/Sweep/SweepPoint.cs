using RnnGen.Benchmarks.Shapes;
using RnnGen.Benchmarks.Timing;

namespace RnnGen.Benchmarks.Sweep;

/// <summary>One network of a sweep, measured.</summary>
internal sealed record SweepPoint(int Size, Shape Shape, Job Job, double Nanoseconds)
{
    /// <summary>Multiply-adds of the matrix products, per unit of the job.</summary>
    public double MultiplyAdds => Bounds.Flops(Shape, Job) / 2;

    /// <summary>The cost of one of them, in picoseconds.</summary>
    public double PicosecondsEach => Nanoseconds * 1000 / MultiplyAdds;
}
