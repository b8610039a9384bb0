using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace RnnGen.Generator.Tests.Evidence;

/// <summary>What the JIT has to take in of one compiled method: its limits are in these numbers.</summary>
/// <param name="Name">Type and method.</param>
/// <param name="Bytes">Bytes of IL.</param>
/// <param name="Instructions">Instructions.</param>
/// <param name="Locals">Local variables.</param>
/// <param name="LocalReferences">Uses of locals and parameters.</param>
/// <param name="BasicBlocks">Blocks without a jump into or out of their middle.</param>
/// <param name="MultiplyAdds">Vector multiply-adds.</param>
internal sealed record IlMethod(string Name, int Bytes, int Instructions, int Locals, int LocalReferences, int BasicBlocks, int MultiplyAdds)
{
    private static readonly Dictionary<short, OpCode> s_codes = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>All methods of an image that have a body.</summary>
    public static List<IlMethod> Of(Stream image)
    {
        using var file = new PEReader(image, PEStreamOptions.LeaveOpen);
        MetadataReader metadata = file.GetMetadataReader();
        return [.. metadata.MethodDefinitions
            .Select(metadata.GetMethodDefinition)
            .Where(method => method.RelativeVirtualAddress != 0)
            .Select(method => Read(metadata, method, file.GetMethodBody(method.RelativeVirtualAddress)))];
    }

    private static IlMethod Read(MetadataReader metadata, MethodDefinition method, MethodBodyBlock body)
    {
        string name = $"{metadata.GetString(metadata.GetTypeDefinition(method.GetDeclaringType()).Name)}.{metadata.GetString(method.Name)}";
        int instructions = 0, references = 0, multiplyAdds = 0;
        HashSet<int> blocks = [0];
        BlobReader il = body.GetILReader();
        while (il.RemainingBytes > 0)
        {
            instructions++;
            byte first = il.ReadByte();
            OpCode code = s_codes[first == 0xFE ? unchecked((short)(0xFE00 | il.ReadByte())) : first];
            references += IsLocal(code) ? 1 : 0;
            switch (code.OperandType)
            {
                case OperandType.InlineBrTarget or OperandType.ShortInlineBrTarget:
                    int distance = code.OperandType == OperandType.InlineBrTarget ? il.ReadInt32() : il.ReadSByte();
                    blocks.Add(il.Offset + distance);
                    blocks.Add(il.Offset);
                    break;
                case OperandType.InlineMethod:
                    multiplyAdds += Called(metadata, MetadataTokens.EntityHandle(il.ReadInt32())) is "MultiplyAddEstimate" or "MultiplyAdd" ? 1 : 0;
                    break;
                default:
                    il.Offset += Size(code.OperandType);
                    break;
            }
        }

        int locals = body.LocalSignature.IsNil ? 0 : CountOf(metadata.GetBlobReader(metadata.GetStandaloneSignature(body.LocalSignature).Signature));
        return new(name, body.GetILBytes()!.Length, instructions, locals, references, blocks.Count, multiplyAdds);
    }

    private static bool IsLocal(OpCode code) =>
        code.Name!.StartsWith("ldloc", StringComparison.Ordinal) || code.Name.StartsWith("stloc", StringComparison.Ordinal)
        || code.Name.StartsWith("ldarg", StringComparison.Ordinal) || code.Name.StartsWith("starg", StringComparison.Ordinal);

    private static string Called(MetadataReader metadata, EntityHandle method) => method.Kind switch
    {
        HandleKind.MethodDefinition => metadata.GetString(metadata.GetMethodDefinition((MethodDefinitionHandle)method).Name),
        HandleKind.MemberReference => metadata.GetString(metadata.GetMemberReference((MemberReferenceHandle)method).Name),
        _ => Called(metadata, metadata.GetMethodSpecification((MethodSpecificationHandle)method).Method),
    };

    private static int CountOf(BlobReader signature)
    {
        Assert.Equal(SignatureKind.LocalVariables, signature.ReadSignatureHeader().Kind);
        return signature.ReadCompressedInteger();
    }

    private static int Size(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => throw new NotSupportedException("Nothing in a network switches."),
        _ => 4,
    };
}
