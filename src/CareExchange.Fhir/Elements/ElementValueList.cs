using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Json;

namespace CareExchange.Fhir.Elements;

/// <summary>The elements that one property writes, where it has no twin and none of them is null.</summary>
public readonly ref struct ElementValueList
{
    private readonly FhirDocument _document;
    private readonly int _first;
    private readonly int _end;
    private readonly SchemaNode? _node;

    internal ElementValueList(FhirDocument document, int index, ref readonly JsonToken token)
    {
        _document = document;
        _first = token.Kind == JsonKind.Array ? index + 1 : index;
        _end = token.Next;
        _node = document.Schema.Node(token.Tag);
    }

    /// <summary>Starts at the first element.</summary>
    public Enumerator GetEnumerator() => new(_document, _first, _end, _node);

    /// <summary>Walks the items of one list.</summary>
    public ref struct Enumerator
    {
        private readonly FhirDocument _document;
        private readonly SchemaNode? _node;
        private readonly int _end;
        private int _next;
        private int _token;

        internal Enumerator(FhirDocument document, int first, int end, SchemaNode? node)
        {
            _document = document;
            _next = first;
            _end = end;
            _node = node;
        }

        /// <summary>The element the enumerator stands on.</summary>
        public readonly Element Current => new(_document, _token, 0, _node);

        /// <summary>Goes to the next element.</summary>
        public bool MoveNext()
        {
            if (_next >= _end) return false;
            _token = _next;
            _next = _document.Tokens[_token].Next;
            return true;
        }
    }
}
