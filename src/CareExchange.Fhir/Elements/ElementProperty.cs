using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Json;

namespace CareExchange.Fhir.Elements;

/// <summary>One JSON property of an element, exactly as written.</summary>
public readonly ref struct ElementProperty
{
    private readonly FhirDocument _document;
    private readonly ref readonly JsonToken _token;
    private readonly int _index;

    internal ElementProperty(FhirDocument document, int token)
    {
        _document = document;
        _index = token;
        _token = ref document.Tokens[token];
    }

    /// <summary>The name as written, underscore included.</summary>
    public string JsonName => _token.Flags.Has(JsonFlags.NameEscaped) ? JsonText.Unescape(RawName) : Encoding.UTF8.GetString(RawName);

    /// <summary>The node it was resolved to; null for an unknown property.</summary>
    public SchemaNode? Node => _document.Schema.Node(_token.Tag);

    /// <summary>The number of the node it was resolved to; 0 for an unknown property.</summary>
    public int Tag => _token.Tag;

    /// <summary>True for the underscore twin of a primitive.</summary>
    public bool IsSibling => _token.Flags.Has(JsonFlags.Sibling);

    /// <summary>The kind of the property's value; Array where it is a list.</summary>
    public JsonKind Kind => _token.Kind;

    /// <summary>Byte offset of the value.</summary>
    public int Start => _token.Start;

    /// <summary>Line and column of the value.</summary>
    public TextPosition Position => _document.PositionAt(_token.Start);

    /// <summary>How many items a list has; 1 for any other value.</summary>
    public int Count
    {
        get
        {
            if (Kind != JsonKind.Array) return 1;
            var count = 0;
            for (var at = _index + 1; at < _token.Next; at = _document.Tokens[at].Next) count++;
            return count;
        }
    }

    /// <summary>How many elements a property without twin writes: its items, or its value; -1 where one of them is null.</summary>
    public int CountValues()
    {
        if (_token.Kind != JsonKind.Array) return _token.Kind == JsonKind.Null ? -1 : 1;
        var count = 0;
        for (var at = _index + 1; at < _token.Next; count++)
        {
            ref var item = ref _document.Tokens[at];
            if (item.Kind == JsonKind.Null) return -1;
            at = item.Next;
        }

        return count;
    }

    /// <summary>The elements that a property without twin writes, none of which is null.</summary>
    public ElementValueList Values => new(_document, _index, in _token);

    /// <summary>Whether the name is this one; allocates nothing for a name without escapes.</summary>
    public bool NameEquals(ReadOnlySpan<byte> name) =>
        _token.Flags.Has(JsonFlags.NameEscaped) ? Encoding.UTF8.GetBytes(JsonName).AsSpan().SequenceEqual(name) : RawName.SequenceEqual(name);

    private ReadOnlySpan<byte> RawName => _document.Utf8.Span.Slice(_token.NameStart, _token.NameLength);
}

/// <summary>The JSON properties of an element in document order.</summary>
public readonly ref struct ElementPropertyList
{
    private readonly Element _parent;

    internal ElementPropertyList(Element parent) => _parent = parent;

    /// <summary>True where a property is the underscore twin of another; only then do values have to be paired.</summary>
    public bool HasTwins => _parent.Container is >= 0 and var container && _parent.Document.Tokens[container].Flags.Has(JsonFlags.HasSiblings);

    /// <summary>Starts at the first property.</summary>
    public Enumerator GetEnumerator() => new(_parent);

    /// <summary>Walks the tokens of one object.</summary>
    public ref struct Enumerator
    {
        private readonly FhirDocument? _document;
        private readonly int _end;
        private int _next;
        private int _token;

        internal Enumerator(Element parent)
        {
            var container = parent.Container;
            if (container < 0) return;
            _document = parent.Document;
            _next = container + 1;
            _end = _document.Tokens[container].Next;
        }

        /// <summary>The property the enumerator stands on.</summary>
        public readonly ElementProperty Current => new(_document!, _token);

        /// <summary>Goes to the next property.</summary>
        public bool MoveNext()
        {
            if (_document is null || _next >= _end) return false;
            _token = _next;
            _next = _document.Tokens[_token].Next;
            return true;
        }
    }
}
