using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator.Parsing;
using RnnGen.Generator.Tests.Support;

namespace RnnGen.Generator.Tests.Compiles;

/// <summary>The output compiles without a word under every option a project may set.</summary>
public sealed class OptionTests
{
    // Every kind of kernel: tails, several vectors, unrolled or not, float and double. No file-scoped namespace, no
    // class without a body: the oldest language has them not.
    private const string Networks =
        """
        #nullable disable
        [RnnGen.ElmanRnn(N: 3, H: 5, K: 3, T: 7)] internal sealed partial class Small { }
        [RnnGen.ElmanRnn(N: 20, H: 40, K: 40, T: 5)] internal sealed partial class Large { }
        [RnnGen.ElmanRnn(N: 2, H: 9, K: 2, T: 2, Unroll = RnnGen.Unroll.Full)] internal sealed partial class Full { }
        [RnnGen.ElmanRnn(N: 3, H: 17, K: 11, T: 4, Unroll = RnnGen.Unroll.Tiles, Precision = RnnGen.Precision.Double)] internal sealed partial class Double { }
        """;

    // The compiler numbers C# 11 as 1100. Default, Latest and so on stand for one of the numbered ones.
    public static TheoryData<LanguageVersion> LanguageVersions => new(Enum.GetValues<LanguageVersion>()
        .Select(LanguageVersionFacts.MapSpecifiedToEffectiveVersion)
        .Where(version => (int)version >= 100 * HostRules.LowestLanguageVersion)
        .Distinct());

    [Theory]
    [MemberData(nameof(LanguageVersions))]
    public void Language_version(LanguageVersion version) =>
        Compiled.Cleanly([Networks], networks: 4, Host.Latest.WithLanguageVersion(version));

    [Theory]
    [InlineData(NullableContextOptions.Disable)]
    [InlineData(NullableContextOptions.Enable)]
    [InlineData(NullableContextOptions.Warnings)]
    [InlineData(NullableContextOptions.Annotations)]
    public void Nullable_context(NullableContextOptions nullable) =>
        Compiled.Cleanly([Networks.Replace("#nullable disable", "")], networks: 4, options: Host.Library.WithNullableContextOptions(nullable));

    [Fact]
    public void Checked_arithmetic() => Compiled.Cleanly([Networks], networks: 4, options: Host.Library.WithOverflowChecks(true), emit: true);

    [Fact]
    public void Optimized_and_unsafe() =>
        Compiled.Cleanly([Networks], networks: 4, options: Host.Library.WithOptimizationLevel(OptimizationLevel.Release).WithAllowUnsafe(true), emit: true);

    [Fact]
    public void Console_application() =>
        Compiled.Cleanly(["System.Console.WriteLine(new Small(1).Wx.Rows);", Networks], networks: 4, options: Host.Library.WithOutputKind(OutputKind.ConsoleApplication), emit: true);

    [Theory]
    [InlineData(DocumentationMode.None)]
    [InlineData(DocumentationMode.Parse)]
    [InlineData(DocumentationMode.Diagnose)]
    public void Documentation(DocumentationMode mode) =>
        Compiled.Cleanly([Networks.Replace("[", "/** <summary>A network.</summary> */ [").Replace("internal", "public")], networks: 4, Host.Latest.WithDocumentationMode(mode), Host.Documented, emit: true);

    [Fact]
    public void Documented_types_around_a_network() => Compiled.Cleanly(
        [
        """
        /// <summary>Holds a network.</summary>
        public static partial class Outer
        {
            /// <summary>A network.</summary>
            [RnnGen.ElmanRnn(N: 1, H: 2, K: 2, T: 2)]
            public sealed partial class Net;
        }
        """,
        ],
        networks: 1,
        options: Host.Documented);

    [Fact]
    public void Implicit_usings() => Compiled.Cleanly(
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Numerics;
        global using System.Runtime.Intrinsics;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using static System.Math;
        global using static System.Numerics.Vector;
        global using V = System.Version;
        global using Check = System.Console;
        """,
        "using RnnGen; [ElmanRnn(1, 2, 2, 2)] public sealed partial class Net;");

    [Fact]
    public void Common_language_specification() => Compiled.Cleanly(
        """
        [assembly: System.CLSCompliant(true)]
        [RnnGen.ElmanRnn(N: 1, H: 2, K: 2, T: 2)] public sealed partial class Net;
        """);
}
