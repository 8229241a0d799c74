using CareExchange.Fhir.Json;

namespace CareExchange.Fhir.Patching;

/// <summary>A property of an object together with its underscore twin, which keep step where they are lists (R4 json.html#primitive).</summary>
/// <param name="owner">The object.</param>
/// <param name="name">The JSON name without underscore.</param>
internal sealed class PatchSlot(PatchNode owner, string name)
{
    private string Twin => "_" + name;

    public bool Exists => owner.Find(name) is not null || owner.Find(Twin) is not null;

    /// <summary>Of a list: the longer of both halves.</summary>
    public int Count => Math.Max(Items(name), Items(Twin));

    /// <summary>Gives a single property a value.</summary>
    public void Set(PatchNode value, PatchNode? twin)
    {
        SetHalf(name, value.Kind == JsonKind.Null ? null : value, owner.Find(Twin) is null ? null : Twin);
        SetHalf(Twin, twin, name);
    }

    /// <summary>Puts the value of a choice in the place of one with another type, and so another name.</summary>
    public void Replace(string otherName, PatchNode value, PatchNode? twin)
    {
        var place = owner.Find(name) ?? owner.Find(Twin);
        foreach (var half in (ReadOnlySpan<string>)[name, Twin])
        {
            if (owner.Find(half) is { } member && member != place) owner.Remove(member);
        }

        var isValue = value.Kind != JsonKind.Null;
        if (place is null) return;
        owner.Rename(place, isValue ? otherName : "_" + otherName, isValue ? value : twin ?? PatchNode.Null);
        if (isValue && twin is not null) owner.Set("_" + otherName, twin, otherName);
    }

    /// <summary>Puts an item into the list; the list is made where it is missing.</summary>
    public void Insert(int index, PatchNode value, PatchNode? twin)
    {
        var count = Count;
        InsertHalf(name, index, count, value.Kind == JsonKind.Null ? null : value);
        InsertHalf(Twin, index, count, twin);
    }

    /// <summary>Gives an item of the list another value.</summary>
    public void SetItem(int index, PatchNode value, PatchNode? twin)
    {
        SetItemHalf(name, index, value.Kind == JsonKind.Null ? null : value);
        SetItemHalf(Twin, index, twin);
    }

    /// <summary>Takes the single value out.</summary>
    public void Remove()
    {
        SetHalf(name, null, null);
        SetHalf(Twin, null, null);
    }

    /// <summary>Takes an item out, and a half of the list that has nothing left.</summary>
    public void RemoveItem(int index)
    {
        foreach (var half in (ReadOnlySpan<string>)[name, Twin])
        {
            if (owner.Find(half) is not { Value.Kind: JsonKind.Array } list) continue;
            if (index < list.Value.Members.Count) list.Value.Remove(list.Value.Members[index]);
            if (list.Value.IsVoid) owner.Remove(list);
        }
    }

    /// <summary>Moves items among their own places: the item at the first place gets the value that the first number names, and so on.</summary>
    public void Permute(IReadOnlyList<int> places, IReadOnlyList<int> order)
    {
        foreach (var half in (ReadOnlySpan<string>)[name, Twin])
        {
            if (owner.Find(half) is not { Value.Kind: JsonKind.Array } list) continue;
            Pad(list.Value, places.Max() + 1);
            var values = places.Select(place => list.Value.Members[place].Value).ToArray();
            for (var i = 0; i < places.Count; i++) list.Value.Members[places[i]].Value = values[order[i]];
        }
    }

    private int Items(string half) => owner.Find(half) is { Value.Kind: JsonKind.Array } list ? list.Value.Members.Count : 0;

    private void SetHalf(string half, PatchNode? value, string? behind)
    {
        if (value is not null) owner.Set(half, value, behind);
        else if (owner.Find(half) is { } member) owner.Remove(member);
    }

    // A half that has nothing for any item is left away.
    private void InsertHalf(string half, int index, int count, PatchNode? value)
    {
        if (List(half, count, isNeeded: value is not null) is not { } list) return;
        Pad(list, index);
        list.Insert(index, value ?? PatchNode.Null);
    }

    private void SetItemHalf(string half, int index, PatchNode? value)
    {
        if (List(half, index + 1, isNeeded: value is not null) is not { } list) return;
        Pad(list, index + 1);
        list.Members[index].Value = value ?? PatchNode.Null;
        if (list.IsVoid) owner.Remove(owner.Find(half)!);
    }

    private PatchNode? List(string half, int count, bool isNeeded)
    {
        if (owner.Find(half) is { Value.Kind: JsonKind.Array } known) return known.Value;
        if (!isNeeded) return null;
        var list = PatchNode.Of("[]"u8.ToArray());
        owner.Set(half, list, half[0] == '_' ? name : null);
        Pad(list, count);
        return list;
    }

    private static void Pad(PatchNode list, int count)
    {
        while (list.Members.Count < count) list.Append(PatchNode.Null);
    }
}
