using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Maps;

/// <summary>The names a rule may use while its map is compiled; an inner scope sees the outer one.</summary>
internal sealed class MapScope
{
    private readonly MapScope? _outer;
    private readonly MapScope _group;
    private readonly Dictionary<string, MapVariable> _names = new(StringComparer.Ordinal);
    private int _slots;

    public MapScope() => _group = this;

    private MapScope(MapScope outer)
    {
        _outer = outer;
        _group = outer._group;
    }

    /// <summary>How many slots the group's frame needs.</summary>
    public int Slots => _group._slots;

    public MapScope Inner() => new(this);

    /// <summary>A new slot, with a name where the map gives one.</summary>
    public int Add(string? name, bool isTarget, ElementShape? shape)
    {
        var slot = _group._slots++;
        if (name is not null) _names[name] = new(slot, isTarget, shape);
        return slot;
    }

    public MapVariable? Find(string name) => _names.TryGetValue(name, out var variable) ? variable : _outer?.Find(name);

    /// <summary>All names with their slots, for expressions.</summary>
    public Dictionary<string, int> All()
    {
        var all = _outer?.All() ?? new(StringComparer.Ordinal);
        foreach (var (name, variable) in _names) all[name] = variable.Slot;
        return all;
    }
}

/// <param name="IsTarget">True for a node that is being made.</param>
/// <param name="Shape">Its type, where the map tells it.</param>
internal sealed record MapVariable(int Slot, bool IsTarget, ElementShape? Shape);
