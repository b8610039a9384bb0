using Microsoft.CodeAnalysis;

namespace RnnGen.Generator;

/// <summary>Writes the network of every partial class that carries <c>[ElmanRnn]</c>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ElmanRnnGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
    }
}
