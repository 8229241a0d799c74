using CareExchange.Fhir.Definitions;

namespace CareExchange.Terminology.CodeSystems;

/// <summary>One code system, indexed: concepts by code, and who stands below whom. Immutable and thread-safe.</summary>
/// <remarks>Concepts are spoken of by their index in the definition, so an index over them costs integers and no copies.</remarks>
public sealed class CodeSystem
{
    private const string IdentifierTypes = "http://terminology.hl7.org/CodeSystem/v2-0203";

    private readonly CodeIndex _byCode;
    private readonly bool _hasCountries;
    private readonly Lazy<ConceptHierarchy> _hierarchy;

    /// <summary>Indexes a definition; the hierarchy is read when it is first asked for.</summary>
    public CodeSystem(CodeSystemDefinition definition)
    {
        Definition = definition;
        Comparer = definition.IsCaseSensitive ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
        _byCode = new(definition.Concepts, !definition.IsCaseSensitive);
        _hasCountries = definition.Url == IdentifierTypes;
        _hierarchy = new(() => new(definition, code => IndexOf(code)));
    }

    /// <summary>The facts behind the index.</summary>
    public CodeSystemDefinition Definition { get; }

    /// <summary>The concepts in columns.</summary>
    public ConceptTable Concepts => Definition.Concepts;

    /// <summary>How codes of this system are compared (R4 CodeSystem.caseSensitive).</summary>
    public StringComparer Comparer { get; }

    /// <summary>True where the definition lists every code, so that a code that is not listed does not exist.</summary>
    public bool IsComplete => Definition.Content == "complete";

    /// <summary>What the system with all its indexes holds in memory, in bytes.</summary>
    public long ByteCount => Concepts.ByteCount + _byCode.ByteCount + _hierarchy.Value.ByteCount;

    /// <summary>The concept with this code, or null.</summary>
    public CodeSystemConcept? Find(ReadOnlySpan<char> code) => IndexOf(code) is >= 0 and var index ? Concepts[index] : null;

    /// <summary>The index of a code, or -1.</summary>
    public int IndexOf(ReadOnlySpan<char> code)
    {
        var index = _byCode.Find(code);

        // HL7 v2 table 0203: NNxxx stands for one code for each country, of which NNKOR is Korea's.
        return index < 0 && _hasCountries && code is ['N', 'N', >= 'A' and <= 'Z', >= 'A' and <= 'Z', >= 'A' and <= 'Z'] && IsoCodes.IsCountry(code[2..]) ? _byCode.Find("NNxxx") : index;
    }

    /// <summary>The index of a code in UTF-8, or -1.</summary>
    public int IndexOf(ReadOnlySpan<byte> code)
    {
        var index = _byCode.Find(code);
        return index < 0 && _hasCountries && code.Length == 5 ? IndexOf(System.Text.Encoding.UTF8.GetString(code)) : index;
    }

    /// <summary>True if the concept at <paramref name="index"/> is the concept <paramref name="ancestor"/> or stands below it.</summary>
    public bool IsA(int index, int ancestor) => _hierarchy.Value.IsA(index, ancestor);

    /// <summary>The direct parents of a concept.</summary>
    public ReadOnlySpan<int> Parents(int index) => _hierarchy.Value.Parents(index);

    /// <summary>The direct children of a concept, in the definition's order.</summary>
    public ReadOnlySpan<int> Children(int index) => _hierarchy.Value.Children(index);

    /// <summary>True for a concept that only groups others and is no answer itself.</summary>
    public bool IsAbstract(int index) => Concepts.Property(index, "notSelectable") == "true" || Concepts.Property(index, "abstract") == "true";

    /// <summary>True for a concept that is no longer to be used; a deprecated one still may be.</summary>
    public bool IsInactive(int index) =>
        Concepts.Property(index, "inactive") == "true" || Concepts.Property(index, "status") is "inactive" or "retired" or "nullified";
}
