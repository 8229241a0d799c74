using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Json;

namespace CareExchange.Fhir.Elements;

/// <summary>Children of an element; enumerates without allocating and may be enumerated again.</summary>
public readonly struct ElementList
{
    private readonly Element _parent;
    private readonly string? _name;
    private readonly ElementName? _known;

    internal ElementList(Element parent, string? name) => (_parent, _name) = (parent, name);

    internal ElementList(Element parent, ElementName name) => (_parent, _name, _known) = (parent, name.Text, name);

    /// <summary>How many there are; walks them.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var _ in this) count++;
            return count;
        }
    }

    /// <summary>Starts at the first child.</summary>
    public Enumerator GetEnumerator() => new(_parent, _name, _known);

    /// <summary>The children as an array, for those who want LINQ.</summary>
    public Element[] ToArray()
    {
        // Counting walks twice, which is less than a list that grows.
        var count = Count;
        if (count == 0) return [];
        var elements = new Element[count];
        var index = 0;
        foreach (var element in this) elements[index++] = element;
        return elements;
    }

    /// <summary>Walks the tokens of one object, pairing primitives with their underscore twins.</summary>
    public struct Enumerator
    {
        private readonly FhirDocument? _document;
        private readonly string? _name;
        private readonly ElementName? _known;
        private readonly int _container;
        private readonly int _end;
        private readonly bool _hasSiblings;
        private readonly bool _isTyped;
        private int _token;
        private SchemaNode? _node;

        // Inside an array: the next item of either half, or 0 once that half is exhausted.
        private int _item;
        private int _itemEnd;
        private int _twin;
        private int _twinEnd;

        internal Enumerator(Element parent, string? name, ElementName? known)
        {
            _name = name;
            _known = known;
            _container = parent.Container;
            if (_container < 0) return;
            _document = parent.Document;
            _isTyped = parent.Node is not null;
            ref var container = ref _document.Tokens[_container];
            _token = _container + 1;
            _end = container.Next;
            _hasSiblings = container.Flags.Has(JsonFlags.HasSiblings);
        }

        /// <summary>The child the enumerator stands on.</summary>
        public Element Current { get; private set; }

        /// <summary>Goes to the next child.</summary>
        public bool MoveNext()
        {
            if (_document is null) return false;
            while (true)
            {
                if (MoveInArrays()) return true;
                if (_known is not null) SkipOthers();
                if (_token >= _end) return false;
                var index = _token;
                ref var token = ref _document.Tokens[index];
                _token = token.Next;
                var isSibling = token.Flags.Has(JsonFlags.Sibling);
                _node = _document.Schema.Node(token.Tag);
                if (_name is null ? IsResourceType(ref token) : !Matches(ref token)) continue;
                var other = _hasSiblings && _node is { IsPrimitive: true } ? FindTwin(token.Tag, index, !isSibling) : -1;

                // The pair is told where its value stands; a twin without value is told where it stands itself.
                if (isSibling && other >= 0) continue;
                Open(isSibling ? -1 : index, isSibling ? index : other);
            }
        }

        // Properties without definition are most of what maps walk over: only their bytes have to be looked at.
        private void SkipOthers()
        {
            var tokens = _document!.Tokens;
            var json = _document.Utf8.Span;
            var name = _known!.Utf8;
            while (_token < _end)
            {
                ref var token = ref tokens[_token];
                if (token.Tag != 0 || token.Flags.Has(JsonFlags.NameEscaped)) return;
                if (token.NameLength == name.Length && json.Slice(token.NameStart, name.Length).SequenceEqual(name)) return;
                _token = token.Next;
            }
        }

        private void Open(int value, int twin)
        {
            (_item, _itemEnd) = Range(value);
            (_twin, _twinEnd) = Range(twin);
        }

        private readonly (int First, int End) Range(int index)
        {
            if (index < 0) return default;
            ref var token = ref _document!.Tokens[index];
            return token.Kind == JsonKind.Array ? (index + 1, token.Next) : (index, token.Next);
        }

        private bool MoveInArrays()
        {
            while (_item < _itemEnd || _twin < _twinEnd)
            {
                var value = Take(ref _item, _itemEnd);
                var twin = Take(ref _twin, _twinEnd);
                if (value < 0 && twin < 0) continue;
                Current = new(_document!, value, twin + 1, _node);
                return true;
            }

            return false;
        }

        // A null keeps its place in a list of primitives, but is no value.
        private readonly int Take(ref int at, int end)
        {
            if (at >= end) return -1;
            var index = at;
            ref var token = ref _document!.Tokens[index];
            at = token.Next;
            return token.Kind == JsonKind.Null ? -1 : index;
        }

        private readonly int FindTwin(int tag, int than, bool wanted)
        {
            for (var at = _container + 1; at < _end;)
            {
                ref var token = ref _document!.Tokens[at];
                if (at != than && token.Tag == tag && token.Flags.Has(JsonFlags.Sibling) == wanted) return at;
                at = token.Next;
            }

            return -1;
        }

        // resourceType is how JSON says the type; it is no element, but can be asked for by name.
        private readonly bool IsResourceType(ref JsonToken token) =>
            token.Tag == 0 && _isTyped && _document!.Utf8.Span.Slice(token.NameStart, token.NameLength).SequenceEqual("resourceType"u8);

        private readonly bool Matches(ref JsonToken token) => ElementSearch.Matches(_document!, ref token, _node, _name!);
    }
}
