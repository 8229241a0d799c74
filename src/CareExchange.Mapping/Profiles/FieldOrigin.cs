using System.Globalization;
using CareExchange.Mapping.Sources;

namespace CareExchange.Mapping.Profiles;

/// <summary>One field of a message and everything that was made from it: what a Provenance for elements says.</summary>
/// <param name="Source">The field.</param>
/// <param name="Targets">The elements, in the order in which they were made; each once.</param>
public sealed record FieldOrigin(SourcePosition Source, IReadOnlyList<ElementTarget> Targets)
{
    private const string Entry = "Bundle.entry[";
    private const string Resource = "].resource";

    /// <summary>The fields of a trace over a Bundle, in the order of the message.</summary>
    /// <param name="trace">What came from where; what came from no field, and what is no part of a resource, is passed over.</param>
    /// <param name="types">The resource type of each entry.</param>
    public static IReadOnlyList<FieldOrigin> Of(IReadOnlyList<TraceEntry> trace, IReadOnlyList<string> types)
    {
        var fields = new Dictionary<SourcePosition, List<ElementTarget>>();
        foreach (var step in trace)
        {
            if (step.Source is not { } source || Read(step.Target, types) is not { } target) continue;
            if (!fields.TryGetValue(source, out var targets)) fields[source] = targets = [];
            if (!targets.Contains(target)) targets.Add(target);
        }

        return [.. fields.OrderBy(field => field.Key.Line).ThenBy(field => field.Key.Column).Select(field => new FieldOrigin(field.Key, field.Value))];
    }

    private static ElementTarget? Read(string path, IReadOnlyList<string> types)
    {
        if (!path.StartsWith(Entry, StringComparison.Ordinal)) return null;
        var end = path.IndexOf(']', StringComparison.Ordinal);
        if (!int.TryParse(path.AsSpan(Entry.Length, end - Entry.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var entry) || entry >= types.Count) return null;
        var rest = path.AsSpan(end);
        return rest.StartsWith(Resource) && rest.Length > Resource.Length ? new(entry, $"{types[entry]}{rest[Resource.Length..]}") : null;
    }
}

/// <summary>An element of a resource in a Bundle.</summary>
/// <param name="Entry">Index of the entry.</param>
/// <param name="Path">FHIRPath in the resource, <c>Patient.name[0].text</c>.</param>
public readonly record struct ElementTarget(int Entry, string Path);
