using System.Diagnostics.CodeAnalysis;
using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Json;

namespace CareExchange.Fhir.Elements;

/// <summary>One element of a resource: a position in the token table together with its definition.</summary>
/// <remarks>
/// A primitive is one element even where JSON writes it as two properties (<c>birthDate</c> and <c>_birthDate</c>).
/// <c>default(Element)</c> is the absent element: every member answers, nothing throws, so paths can be walked blindly.
/// Valid as long as its document is.
/// </remarks>
public readonly struct Element : IEquatable<Element>
{
    private readonly FhirDocument? _document;

    // Token indices plus one, so that zero (and default) is "none".
    private readonly int _value;
    private readonly int _sibling;
    private readonly SchemaNode? _node;

    internal Element(FhirDocument document, int value, int sibling, SchemaNode? node)
    {
        _document = document;
        _value = value + 1;
        _sibling = sibling;
        _node = node;
    }

    /// <summary>False only for the absent element.</summary>
    public bool Exists => _document is not null;

    /// <summary>The document it stands in.</summary>
    /// <exception cref="InvalidOperationException">The element is absent.</exception>
    public FhirDocument Document => _document ?? throw new InvalidOperationException("The absent element has no document.");

    /// <summary>The definition's name (<c>value</c> also for <c>valueQuantity</c>); of an unknown property the name as written; of a root the type's name.</summary>
    public string Name => _node?.Definition.Name ?? JsonName;

    /// <summary>The property name in JSON, without underscore; empty for an untyped root.</summary>
    public string JsonName
    {
        get
        {
            if (_document is null) return "";
            if (_node is not null) return _node.JsonName;
            ref var token = ref NameToken();
            var raw = _document.Utf8.Span.Slice(token.NameStart, token.NameLength);
            return token.Flags.Has(JsonFlags.NameEscaped) ? JsonText.Unescape(raw) : Encoding.UTF8.GetString(raw);
        }
    }

    /// <summary>The type's name: <c>Patient</c>, <c>HumanName</c>, <c>string</c>, <c>BackboneElement</c>. Untyped: <c>string</c>, <c>boolean</c>, <c>decimal</c> or <c>Element</c>; absent: empty.</summary>
    public string TypeName
    {
        get
        {
            if (_document is null) return "";
            if (_node is { IsResource: true }) return SaidType() ?? _node.Type?.TypeName ?? "";
            if (_node is not null) return _node.Type?.TypeName ?? (_node.Definition.Types is [var only, ..] ? only.Code : "Element");
            return Kind switch
            {
                JsonKind.String => "string",
                JsonKind.True or JsonKind.False => "boolean",
                JsonKind.Number => "decimal",
                _ => "Element",
            };
        }
    }

    /// <summary>The type's definition; null where the schema lacks it.</summary>
    public TypeDefinition? Type => _node switch
    {
        null => null,
        { IsResource: true } => Document.Schema.FindType(TypeName),
        _ => _node.Type,
    };

    /// <summary>The element's definition; null for an unknown property.</summary>
    public ElementDefinition? Definition => _node?.Definition;

    /// <summary>The node it was resolved to; null for an unknown property.</summary>
    public SchemaNode? Node => _node;

    /// <summary>True for a value that JSON writes as a string, number or boolean.</summary>
    public bool IsPrimitive => _node?.IsPrimitive ?? Kind is JsonKind.String or JsonKind.Number or JsonKind.True or JsonKind.False;

    /// <summary>True for a primitive with a value; a primitive may have only extensions.</summary>
    public bool HasValue => Kind is JsonKind.String or JsonKind.Number or JsonKind.True or JsonKind.False;

    /// <summary>How JSON writes the value; None where only the underscore twin is there.</summary>
    public JsonKind Kind => _document is null || _value == 0 ? JsonKind.None : _document.Tokens[_value - 1].Kind;

    /// <summary>How JSON writes the underscore twin of a primitive; None where there is none.</summary>
    public JsonKind TwinKind => _document is null || _sibling == 0 ? JsonKind.None : _document.Tokens[_sibling - 1].Kind;

    /// <summary>True if it stands in a JSON array.</summary>
    public bool IsItem => _document is not null && AnyToken().Flags.Has(JsonFlags.Item);

    /// <summary>A primitive's value without quotes and escapes, digits and precision as written; null otherwise.</summary>
    public string? Text => HasValue ? _document!.Tokens.Text(_document.Utf8.Span, _value - 1) : null;

    /// <summary>The JSON of the value as written, quotes and brackets included; empty if there is none.</summary>
    public ReadOnlySpan<byte> Raw
    {
        get
        {
            if (_document is null || _value == 0) return default;
            ref var token = ref _document.Tokens[_value - 1];
            return _document.Utf8.Span.Slice(token.Start, token.Length);
        }
    }

    /// <summary>The JSON of the underscore twin as written; empty if there is none.</summary>
    public ReadOnlySpan<byte> TwinRaw
    {
        get
        {
            if (_document is null || _sibling == 0) return default;
            ref var token = ref _document.Tokens[_sibling - 1];
            return _document.Utf8.Span.Slice(token.Start, token.Length);
        }
    }

    /// <summary>Byte offset of the value in <see cref="FhirDocument.Utf8"/>; of the twin where there is no value.</summary>
    public int Start => _document is null ? 0 : AnyToken().Start;

    /// <summary>Line and column of <see cref="Start"/>.</summary>
    public TextPosition Position => _document?.PositionAt(Start) ?? default;

    /// <summary>The FHIRPath location, such as <c>Patient.name[0].given[1]</c>; found by a search from the root, so for messages only.</summary>
    public string Path => _document is null ? "" : ElementPath.Of(_document, Start);

    /// <summary>The first child of this name, or the absent element.</summary>
    /// <param name="name">The definition's name (<c>value</c>), or the JSON name (<c>valueQuantity</c>).</param>
    public Element this[string name]
    {
        get
        {
            if (Container is not (>= 0 and var container)) return default;
            return ElementSearch.First(_document!, container, name, out var found) ? found : FirstChild(name);
        }
    }

    /// <summary>All children in document order; of a primitive its id and extensions.</summary>
    public ElementList Children() => new(this, (string?)null);

    /// <summary>The children of this name in document order; compared as in the indexer.</summary>
    public ElementList Children(string name) => new(this, name);

    /// <summary>The children of this name in document order; as <see cref="Children(string)"/>, for a name that is asked for often.</summary>
    public ElementList Children(ElementName name) => new(this, name);

    /// <summary>The properties as JSON has them, for those who check the writing itself.</summary>
    public ElementPropertyList Properties() => new(this);

    internal int ValueToken => _value - 1;

    internal int SiblingToken => _sibling - 1;

    /// <summary>The object token in which children stand, or -1.</summary>
    internal int Container => _document is null ? -1
        : Kind == JsonKind.Object ? _value - 1
        : _sibling > 0 && _document.Tokens[_sibling - 1].Kind == JsonKind.Object ? _sibling - 1
        : -1;

    public static bool operator ==(Element left, Element right) => left.Equals(right);

    public static bool operator !=(Element left, Element right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Element other) => ReferenceEquals(_document, other._document) && _value == other._value && _sibling == other._sibling;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Element other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (_value * 397) ^ _sibling; // Not the document: sets rarely hold elements of more than one, and its hash is dear.

    /// <inheritdoc/>
    public override string ToString() => Path;

    private string? SaidType()
    {
        var said = this["resourceType"];
        return said.Raw is [(byte)'"', .. var name, (byte)'"'] && !name.Contains((byte)'\\') ? KnownNames.Of(name) : said.Text;
    }

    private Element FirstChild(string name)
    {
        foreach (var child in Children(name)) return child;
        return default;
    }

    private ref JsonToken AnyToken() => ref _document!.Tokens[_value > 0 ? _value - 1 : _sibling - 1];

    // An item has no name of its own: its array, right before the first item, carries it.
    private ref JsonToken NameToken()
    {
        ref var token = ref AnyToken();
        if (token.NameStart > 0 || !token.Flags.Has(JsonFlags.Item)) return ref token;
        var index = _value > 0 ? _value - 1 : _sibling - 1;
        for (var array = index - 1; array >= 0; array--)
        {
            ref var candidate = ref _document!.Tokens[array];
            if (candidate.Next > index && candidate.NameStart > 0) return ref candidate;
        }

        return ref token;
    }
}
