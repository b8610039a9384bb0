using System.Globalization;
using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using RnnGen.Numbers;

// Prints what kind of process this is, then one line for each tensor of each network: its name, the hash of its bits,
// its error and its bound, parted by tabs. The exit code is 1 if an error exceeds its bound.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.WriteLine($"{Vector<float>.Count}\t{Vector.IsHardwareAccelerated}\t{Fma.IsSupported}\t{Vector512.IsHardwareAccelerated}");
bool allHold = true;
foreach (Comparison result in Shapes.Of<float>().Where(IsChosen).SelectMany(NetworkComparer<float>.Run)
    .Concat(Shapes.Of<double>().Where(IsChosen).SelectMany(NetworkComparer<double>.Run)))
{
    allHold &= result.Holds;
    Console.WriteLine($"{result.Network} {result.Tensor}\t{result.Hash}\t{result.Error:E3}\t{result.Bound:E3}\t{(result.Holds ? "holds" : "EXCEEDS")}");
}

return allHold ? 0 : 1;

bool IsChosen(Type network) => args.Length == 0 || args.Contains(network.Name);
