using System.Buffers.Binary;

namespace CareExchange.Fhir.Definitions;

/// <summary>A definition pack as bytes: a mark, then four compressed sections, all little-endian.</summary>
/// <remarks>
/// Sections: structures (element bodies, the constraints they share, then the directory with everything needed at start), value sets,
/// code systems, concept maps. A type that is no profile comes without its differential: the snapshot tells which elements are its own.
/// Writing the same pack twice gives the same bytes: order is that of the canonical URLs, and nothing depends on a clock.
/// </remarks>
public static class PackFormat
{
    private static ReadOnlySpan<byte> Mark => "CXPACK3\n"u8;

    /// <summary>True for bytes that begin as a pack does, of whatever version.</summary>
    public static bool Looks(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Mark[..6]);

    /// <summary>The bytes of a pack.</summary>
    public static byte[] Write(DefinitionPack pack)
    {
        var structures = new PackWriter();
        var offsets = new (int, int)[pack.Types.Count];
        for (var i = 0; i < offsets.Length; i++)
        {
            offsets[i] = (Elements(pack.Types[i].Snapshot), Elements(pack.Types[i].IsConstraint ? pack.Types[i].Differential : []));
        }

        var constraintsAt = structures.Position;
        structures.ConstraintTable();
        var directoryAt = structures.Position;
        DirectorySection.Write(structures, pack, offsets);
        var valueSets = new PackWriter();
        TerminologySection.Write(valueSets, pack.ValueSets.Value);
        var codeSystems = new PackWriter();
        TerminologySection.Write(codeSystems, pack.CodeSystems.Value);
        var conceptMaps = new PackWriter();
        TerminologySection.Write(conceptMaps, pack.ConceptMaps.Value);
        byte[][] sections = [structures.ToSection(), valueSets.ToSection(), codeSystems.ToSection(), conceptMaps.ToSection()];
        using var output = new MemoryStream();
        output.Write(Mark);
        output.Write(BitConverter.GetBytes(constraintsAt));
        output.Write(BitConverter.GetBytes(directoryAt));
        foreach (var section in sections)
        {
            output.Write(BitConverter.GetBytes(section.Length));
            output.Write(section);
        }

        return output.ToArray();

        int Elements(IReadOnlyList<ElementDefinition> elements)
        {
            var at = structures.Position;
            ElementSection.Write(structures, elements);
            return at;
        }
    }

    /// <summary>Opens a pack; only the directory is decoded now.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a pack of this format.</exception>
    public static DefinitionPack Read(ReadOnlyMemory<byte> bytes)
    {
        if (!bytes.Span.StartsWith(Mark)) throw new InvalidDataException("Not a definition pack.");
        var at = Mark.Length;
        var (constraintsAt, directoryAt) = (Int32(), Int32());
        var structures = PackReader.Open(Section().Span, constraintsAt);
        var valueSets = Section();
        var codeSystems = Section();
        var conceptMaps = Section();
        return DirectorySection.Read(
            structures,
            structures.At(directoryAt),
            new(() => TerminologySection.ReadValueSets(PackReader.Open(valueSets.Span).At(0))),
            new(() => TerminologySection.ReadCodeSystems(PackReader.Open(codeSystems.Span).At(0))),
            new(() => TerminologySection.ReadConceptMaps(PackReader.Open(conceptMaps.Span).At(0))));

        int Int32()
        {
            var value = BinaryPrimitives.ReadInt32LittleEndian(bytes.Span[at..]);
            at += 4;
            return value;
        }

        ReadOnlyMemory<byte> Section()
        {
            var length = Int32();
            var section = bytes.Slice(at, length);
            at += length;
            return section;
        }
    }
}
