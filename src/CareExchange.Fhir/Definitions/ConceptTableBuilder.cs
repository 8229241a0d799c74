using System.Buffers;
using System.Text;

namespace CareExchange.Fhir.Definitions;

/// <summary>Collects concepts, parents before their children, into a <see cref="ConceptTable"/>.</summary>
public sealed class ConceptTableBuilder
{
    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly List<int> _offsets = [0];
    private readonly List<int> _parents = [];
    private readonly PropertyColumn.Builder _properties = new();
    private readonly DesignationColumn.Builder _designations = new();
    private bool _isNested;

    /// <summary>How many concepts were added.</summary>
    public int Count => _parents.Count;

    /// <summary>Adds a concept.</summary>
    /// <returns>Its index, which is what children name as their parent.</returns>
    public int Add(CodeSystemConcept concept)
    {
        Write(concept.Code);
        Write(concept.Display);
        _isNested |= concept.Parent >= 0;
        _parents.Add(concept.Parent);
        _properties.Add(concept.Properties);
        _designations.Add(concept.Designations);
        return _parents.Count - 1;
    }

    /// <summary>The table of what was added.</summary>
    public ConceptTable Build() =>
        new(_text.WrittenSpan.ToArray(), [.. _offsets], _isNested ? [.. _parents] : null, _properties.Build(), _designations.Build());

    private void Write(string? value)
    {
        if (value is not null) Encoding.UTF8.GetBytes(value, _text);
        _offsets.Add(_text.WrittenCount);
    }
}
