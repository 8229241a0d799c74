using System.Text;
using CareExchange.Fhir.Json;

namespace CareExchange.Fhir.Elements;

/// <summary>Changes to a document, spliced into new bytes: what is not named stays as it was written, byte for byte.</summary>
/// <remarks>Edits refer to the original document and must not overlap. Used by one thread, applied once.</remarks>
/// <param name="document">The document to start from; it is not changed.</param>
public sealed class DocumentEdit(FhirDocument document)
{
    private readonly List<Splice> _splices = [];
    private readonly HashSet<int> _removed = [];
    private readonly List<(int Container, byte[] Property)> _appended = [];

    private readonly record struct Splice(int Start, int End, byte[] Bytes, int Order, bool IsNext);

    /// <summary>Puts other JSON in the place of an element's value.</summary>
    public void Replace(Element element, ReadOnlySpan<byte> json)
    {
        Add(document.Tokens[element.ValueToken].Start, End(element.ValueToken), json.ToArray());
    }

    /// <summary>Gives a property of an object a value: replaces it where it is, appends it where it is not.</summary>
    /// <param name="parent">An element that JSON writes as an object.</param>
    /// <param name="jsonName">The property name; must need no escaping.</param>
    /// <param name="json">The value.</param>
    public void Set(Element parent, string jsonName, ReadOnlySpan<byte> json)
    {
        var tokens = document.Tokens;
        var container = parent.Container;
        if (FindProperty(container, jsonName) is >= 0 and var at)
        {
            Add(tokens[at].Start, End(at), json.ToArray());
            return;
        }

        _appended.Add((container, [.. JsonText.Quote(jsonName), (byte)':', .. json]));
    }

    /// <summary>Takes an element out, with its name, its underscore twin, and the list it leaves empty.</summary>
    public void Remove(Element element)
    {
        if (element.ValueToken >= 0) MarkRemoved(element.ValueToken);
        if (element.SiblingToken >= 0) MarkRemoved(element.SiblingToken);
    }

    /// <summary>Takes the underscore twin of a primitive out; its value stays.</summary>
    public void RemoveTwin(Element element) => MarkRemoved(element.SiblingToken);

    /// <summary>The new text.</summary>
    public byte[] Apply()
    {
        foreach (var container in _removed.Select(Parent).Distinct().ToArray()) SpliceRemovals(container);
        foreach (var group in _appended.GroupBy(append => append.Container)) SpliceAppends(group.Key, [.. group.Select(append => append.Property)]);
        _splices.Sort(static (one, other) => one.Start != other.Start ? one.Start.CompareTo(other.Start) : one.Order.CompareTo(other.Order));
        var text = document.Utf8.Span;
        var length = text.Length;
        foreach (var splice in _splices) length += splice.Bytes.Length + (splice.IsNext ? 1 : 0) - (splice.End - splice.Start);
        var output = new byte[length];
        var rest = output.AsSpan();
        var at = 0;
        foreach (var splice in _splices)
        {
            Put(text[at..splice.Start], ref rest);
            if (splice.IsNext) Put(","u8, ref rest);
            Put(splice.Bytes, ref rest);
            at = splice.End;
        }

        Put(text[at..], ref rest);
        return output;
    }

    private static void Put(ReadOnlySpan<byte> bytes, ref Span<byte> rest)
    {
        bytes.CopyTo(rest);
        rest = rest[bytes.Length..];
    }

    private void Add(int start, int end, byte[] bytes, bool isNext = false) => _splices.Add(new(start, end, bytes, _splices.Count, isNext));

    private int FindProperty(int container, string jsonName)
    {
        var name = Encoding.UTF8.GetBytes(jsonName);
        for (var at = container + 1; at < document.Tokens[container].Next; at = document.Tokens[at].Next)
        {
            ref var token = ref document.Tokens[at];
            if (document.Utf8.Span.Slice(token.NameStart, token.NameLength).SequenceEqual(name)) return at;
        }

        return -1;
    }

    private void MarkRemoved(int index)
    {
        _removed.Add(index);
        var parent = Parent(index);
        if (document.Tokens[parent].Kind != JsonKind.Array || !Children(parent).All(_removed.Contains)) return;
        foreach (var child in Children(parent)) _removed.Remove(child);
        MarkRemoved(parent);
    }

    // A removed child goes with the comma before it; before the first that stays, with the comma behind it.
    private void SpliceRemovals(int container)
    {
        var children = Children(container).ToArray();
        var keptBefore = false;
        for (var i = 0; i < children.Length; i++)
        {
            if (!_removed.Contains(children[i]))
            {
                keptBefore = true;
                continue;
            }

            var start = keptBefore ? End(children[i - 1]) : Begin(children[i]);
            var end = keptBefore || i + 1 == children.Length ? End(children[i]) : Begin(children[i + 1]);
            Add(start, end, []);
        }
    }

    private void SpliceAppends(int container, List<byte[]> properties)
    {
        var close = End(container) - 1;
        var needsComma = Children(container).Any(child => !_removed.Contains(child));
        foreach (var property in properties)
        {
            Add(close, close, property, needsComma);
            needsComma = true;
        }
    }

    private IEnumerable<int> Children(int container)
    {
        for (var at = container + 1; at < document.Tokens[container].Next; at = document.Tokens[at].Next) yield return at;
    }

    private int Begin(int index) => document.Tokens[index].NameStart > 0 ? document.Tokens[index].NameStart - 1 : document.Tokens[index].Start;

    private int End(int index) => document.Tokens[index].Start + document.Tokens[index].Length;

    private int Parent(int index)
    {
        for (var at = index - 1; ; at--)
        {
            if (document.Tokens[at].Next > index) return at;
        }
    }
}
