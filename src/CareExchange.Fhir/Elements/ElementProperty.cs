using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Json;

namespace CareExchange.Fhir.Elements;

/// <summary>One JSON property of an element, exactly as written.</summary>
public readonly ref struct ElementProperty
{
    private readonly FhirDocument _document;
    private readonly int _token;

    internal ElementProperty(FhirDocument document, int token) => (_document, _token) = (document, token);

    /// <summary>The name as written, underscore included.</summary>
    public string JsonName => Token.Flags.HasFlag(JsonFlags.NameEscaped) ? JsonText.Unescape(RawName) : Encoding.UTF8.GetString(RawName);

    /// <summary>The node it was resolved to; null for an unknown property.</summary>
    public SchemaNode? Node => _document.Schema.Node(Token.Tag);

    /// <summary>True for the underscore twin of a primitive.</summary>
    public bool IsSibling => Token.Flags.HasFlag(JsonFlags.Sibling);

    /// <summary>The kind of the property's value; Array where it is a list.</summary>
    public JsonKind Kind => Token.Kind;

    /// <summary>Byte offset of the value.</summary>
    public int Start => Token.Start;

    /// <summary>Line and column of the value.</summary>
    public TextPosition Position => _document.PositionAt(Token.Start);

    /// <summary>How many items a list has; 1 for any other value.</summary>
    public int Count
    {
        get
        {
            if (Kind != JsonKind.Array) return 1;
            var count = 0;
            for (var at = _token + 1; at < Token.Next; at = _document.Tokens[at].Next) count++;
            return count;
        }
    }

    /// <summary>Whether the name is this one; allocates nothing for a name without escapes.</summary>
    public bool NameEquals(ReadOnlySpan<byte> name) =>
        Token.Flags.HasFlag(JsonFlags.NameEscaped) ? Encoding.UTF8.GetBytes(JsonName).AsSpan().SequenceEqual(name) : RawName.SequenceEqual(name);

    private ref JsonToken Token => ref _document.Tokens[_token];

    private ReadOnlySpan<byte> RawName => _document.Utf8.Span.Slice(Token.NameStart, Token.NameLength);
}

/// <summary>The JSON properties of an element in document order.</summary>
public readonly ref struct ElementPropertyList
{
    private readonly Element _parent;

    internal ElementPropertyList(Element parent) => _parent = parent;

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
