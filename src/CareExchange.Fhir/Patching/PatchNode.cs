using System.Buffers;
using System.Text;
using CareExchange.Fhir.Json;

namespace CareExchange.Fhir.Patching;

/// <summary>A JSON value that can be changed: a place in a text until somebody looks inside, so what is not touched is written byte for byte.</summary>
/// <remarks>A tree never nests deeper than <see cref="JsonLimits.MaxDepth"/> by more than one added value, so recursion is safe.</remarks>
internal sealed class PatchNode(PatchText text, int token)
{
    private List<PatchMember>? _members;
    private ReadOnlyMemory<byte> _tail;

    public static PatchNode Null { get; } = Of("null"u8.ToArray());

    public JsonKind Kind => Token.Kind;

    /// <summary>Properties or items; empty for a scalar.</summary>
    public IReadOnlyList<PatchMember> Members => _members ??= Expand();

    /// <summary>A string's text; of any other scalar its letters.</summary>
    public string Text => text.Tokens.Text(text.Utf8.Span, token);

    /// <summary>True for a value of which nothing is left: no properties, or no items but nulls.</summary>
    public bool IsVoid => Kind switch
    {
        JsonKind.Object => Members.Count == 0,
        JsonKind.Array => Members.All(member => member.Value.Kind == JsonKind.Null),
        JsonKind.Null => true,
        _ => false,
    };

    private ref JsonToken Token => ref text.Tokens[token];

    /// <summary>The root of a text that is known to be JSON.</summary>
    public static PatchNode Of(ReadOnlyMemory<byte> json) => new(PatchText.Read(json).Value!, 0);

    /// <summary>The property of this name, or null; the first where it is written twice.</summary>
    public PatchMember? Find(string name)
    {
        foreach (var member in Members)
        {
            if (string.Equals(member.Name, name, StringComparison.Ordinal)) return member;
        }

        return null;
    }

    public int IndexOf(PatchMember member) => Writable().IndexOf(member);

    /// <summary>Puts an item into an array, or (with a name) a property into an object, in the layout of its neighbours.</summary>
    public void Insert(int index, PatchNode value, string name = "")
    {
        var members = Writable();
        var label = Kind == JsonKind.Object ? Label(name) : default;
        var added = new PatchMember(name, label, value);
        if (members.Count > 0)
        {
            added.Lead = members[Math.Min(1, members.Count - 1)].Lead;
            if (index == 0) (added.Lead, members[0].Lead) = (members[0].Lead, added.Lead);
        }

        members.Insert(index, added);
    }

    /// <summary>Puts a property or item behind the others.</summary>
    public void Append(PatchNode value, string name = "") => Insert(Members.Count, value, name);

    /// <summary>Gives a property a value; where it is not there yet, behind the one that is named, or last.</summary>
    public void Set(string name, PatchNode value, string? behind = null)
    {
        if (Find(name) is { } present) present.Value = value;
        else if (behind is not null && Find(behind) is { } neighbour) Insert(IndexOf(neighbour) + 1, value, name);
        else Append(value, name);
    }

    /// <summary>Puts another property in the place of one.</summary>
    public void Rename(PatchMember member, string name, PatchNode value)
    {
        var members = Writable();
        members[members.IndexOf(member)] = new(name, Label(name), value) { Lead = member.Lead, Trail = member.Trail };
    }

    public void Remove(PatchMember member)
    {
        var members = Writable();
        var index = members.IndexOf(member);
        if (index < 0) return;
        members.RemoveAt(index);
        if (index == 0 && members.Count > 0) members[0].Lead = member.Lead;
    }

    /// <summary>The same value, to be changed apart from this one.</summary>
    public PatchNode Clone()
    {
        var clone = new PatchNode(text, token) { _tail = _tail };
        if (_members is not null) clone._members = [.. _members.Select(member => member.Clone())];
        return clone;
    }

    /// <summary>How many bytes it writes.</summary>
    public long Size() => _members is null ? Token.Length : 2 + _tail.Length + _members.Sum(member => member.Lead.Length + member.Label.Length + member.Value.Size() + member.Trail.Length + 1L);

    /// <summary>How deep it nests; 0 for a scalar.</summary>
    public int Depth()
    {
        if (Kind is not (JsonKind.Object or JsonKind.Array)) return 0;
        return _members is null ? DepthOfText() : 1 + _members.Select(member => member.Value.Depth()).DefaultIfEmpty().Max();
    }

    private int DepthOfText()
    {
        var (deepest, ends) = (0, new Stack<int>());
        for (var at = token; at < Token.Next; at++)
        {
            while (ends.TryPeek(out var end) && end <= at) ends.Pop();
            if (text.Tokens[at].Kind is not (JsonKind.Object or JsonKind.Array)) continue;
            ends.Push(text.Tokens[at].Next);
            deepest = Math.Max(deepest, ends.Count);
        }

        return deepest;
    }

    public void Write(IBufferWriter<byte> output)
    {
        if (_members is null)
        {
            output.Write(text.Utf8.Span.Slice(Token.Start, Token.Length));
            return;
        }

        output.Write(Kind == JsonKind.Object ? "{"u8 : "["u8);
        for (var i = 0; i < _members.Count; i++)
        {
            var member = _members[i];
            if (i > 0) output.Write(","u8);
            output.Write(member.Lead.Span);
            output.Write(member.Label.Span);
            member.Value.Write(output);
            output.Write(member.Trail.Span);
        }

        output.Write(_tail.Span);
        output.Write(Kind == JsonKind.Object ? "}"u8 : "]"u8);
    }

    /// <summary>The text of a root, with the white space around it as it was in the text it came from.</summary>
    public byte[] ToArray(ReadOnlySpan<byte> original)
    {
        var output = new ArrayBufferWriter<byte>(original.Length + 256);
        output.Write(original[..^original.TrimStart(" \t\r\n"u8).Length]);
        Write(output);
        output.Write(original[original.TrimEnd(" \t\r\n"u8).Length..]);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The members from the root to the value at a token of the text this root was made of; empty for the root itself.</summary>
    public List<(PatchNode Container, PatchMember Member)> Locate(int target)
    {
        var steps = new List<(PatchNode, PatchMember)>();
        var node = this;
        var at = token;
        while (at != target)
        {
            var (index, child) = (0, at + 1);
            for (; text.Tokens[child].Next <= target; child = text.Tokens[child].Next) index++;
            steps.Add((node, node.Members[index]));
            node = node.Members[index].Value;
            at = child;
        }

        return steps;
    }

    /// <summary>Adds the index of each item by its token. Only for an array that has not been changed.</summary>
    public void AddPlaces(Dictionary<int, int> places)
    {
        var index = 0;
        for (var child = token + 1; child < Token.Next; child = text.Tokens[child].Next) places[child] = index++;
    }

    private List<PatchMember> Writable()
    {
        _ = Members;
        return _members!;
    }

    // A new name is followed by the colon in the neighbours' layout.
    private byte[] Label(string name)
    {
        var quoted = JsonText.Quote(name);
        if (Members is not [{ } neighbour, ..]) return [.. quoted, (byte)':'];
        var label = neighbour.Label.Span;
        return [.. quoted, .. label[(label.LastIndexOf((byte)'"') + 1)..]];
    }

    private List<PatchMember> Expand()
    {
        var members = new List<PatchMember>();
        if (Kind is not (JsonKind.Object or JsonKind.Array)) return members;
        var utf8 = text.Utf8.Span;
        var at = Token.Start + 1;
        for (var child = token + 1; child < Token.Next; child = text.Tokens[child].Next)
        {
            ref var value = ref text.Tokens[child];
            var begin = value.NameStart > 0 ? value.NameStart - 1 : value.Start;
            var end = value.Start + value.Length;
            var comma = end;
            while (utf8[comma] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') comma++;
            members.Add(new(Name(ref value), text.Slice(begin, value.Start), new(text, child)) { Lead = text.Slice(at, begin), Trail = text.Slice(end, comma) });
            at = comma + 1;
        }

        if (members.Count > 0)
        {
            (_tail, members[^1].Trail) = (members[^1].Trail, default);
        }

        return members;
    }

    private string Name(ref JsonToken value)
    {
        if (value.NameStart == 0) return "";
        var raw = text.Utf8.Span.Slice(value.NameStart, value.NameLength);
        return value.Flags.HasFlag(JsonFlags.NameEscaped) ? JsonText.Unescape(raw) : Encoding.UTF8.GetString(raw);
    }
}
