using System.Collections;
using System.Text;

namespace CareExchange.Fhir.Definitions;

/// <summary>The concepts of one code system in columns: one UTF-8 text and arrays of numbers, no object per concept. Immutable and thread-safe.</summary>
/// <remarks>
/// A flat concept costs its text and eight bytes, one in a hierarchy four more, so that systems of 100,000 concepts stay small.
/// Enumerating makes a <see cref="CodeSystemConcept"/> for each; who asks often asks by index.
/// </remarks>
public sealed class ConceptTable : IReadOnlyList<CodeSystemConcept>
{
    private readonly ReadOnlyMemory<byte> _text;

    // Of concept i: its code begins at [2i], its display at [2i+1] and ends at [2i+2].
    private readonly int[] _offsets;
    private readonly int[]? _parents;

    internal ConceptTable(ReadOnlyMemory<byte> text, int[] offsets, int[]? parents, PropertyColumn properties, DesignationColumn designations)
    {
        (_text, _offsets, _parents, PropertyValues, DesignationValues) = (text, offsets, parents, properties, designations);
    }

    /// <summary>A table without concepts.</summary>
    public static ConceptTable Empty { get; } = new ConceptTableBuilder().Build();

    /// <inheritdoc/>
    public int Count => _offsets.Length / 2;

    /// <summary>True where some concept stands under another.</summary>
    public bool IsNested => _parents is not null;

    /// <summary>The bytes this table holds on to; strings that share packs are counted in full.</summary>
    public long ByteCount => _text.Length + ((_offsets.Length + (_parents?.Length ?? 0)) * sizeof(int)) + PropertyValues.ByteCount + DesignationValues.ByteCount;

    internal ReadOnlyMemory<byte> TextBytes => _text;

    internal PropertyColumn PropertyValues { get; }

    internal DesignationColumn DesignationValues { get; }

    /// <inheritdoc/>
    public CodeSystemConcept this[int index] =>
        new(Code(index), Display(index), Parent(index), Properties(index)) { Designations = Designations(index) };

    /// <summary>The table of a list; the list itself where it is one.</summary>
    public static ConceptTable Of(IReadOnlyList<CodeSystemConcept> concepts)
    {
        if (concepts is ConceptTable table) return table;
        var builder = new ConceptTableBuilder();
        foreach (var concept in concepts) builder.Add(concept);
        return builder.Build();
    }

    /// <summary>A concept's code.</summary>
    public string Code(int index) => Encoding.UTF8.GetString(CodeUtf8(index));

    /// <summary>A concept's code as it is kept.</summary>
    public ReadOnlySpan<byte> CodeUtf8(int index) => _text.Span[_offsets[2 * index].._offsets[(2 * index) + 1]];

    /// <summary>What people read, or null.</summary>
    public string? Display(int index) => DisplayUtf8(index) is { IsEmpty: false } display ? Encoding.UTF8.GetString(display) : null;

    /// <summary>What people read, as it is kept; empty where there is none.</summary>
    public ReadOnlySpan<byte> DisplayUtf8(int index) => _text.Span[_offsets[(2 * index) + 1].._offsets[(2 * index) + 2]];

    /// <summary>Index of the concept it stands under; -1 at the top.</summary>
    public int Parent(int index) => _parents is null ? -1 : _parents[index];

    /// <summary>The values of a concept's properties.</summary>
    public IReadOnlyList<(string Code, string Value)> Properties(int index) => PropertyValues.Of(index);

    /// <summary>The first value of one property, or null.</summary>
    public string? Property(int index, string code) => PropertyValues.First(index, code);

    /// <summary>A concept's other names.</summary>
    public IReadOnlyList<ConceptDesignation> Designations(int index) => DesignationValues.Of(index);

    /// <inheritdoc/>
    public IEnumerator<CodeSystemConcept> GetEnumerator()
    {
        for (var index = 0; index < Count; index++) yield return this[index];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
