using System.Collections;
using System.Diagnostics.CodeAnalysis;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Mapping.Maps;

/// <summary>The variables of one evaluation: an expression asks for one or two of them, so only those are looked up.</summary>
/// <remarks>A variable of the rule hides a constant of the map, and that one what is known of the message.</remarks>
internal sealed class PathVariables(MapRun run, int frame, (string Name, int Slot)[] variables, (string Name, MapValue Value)[] constants) : IReadOnlyDictionary<string, IReadOnlyList<PathItem>>
{
    private static readonly string[] OfMessage = ["sha256", "index", "fileName"];

    public IEnumerable<string> Keys => [.. variables.Select(variable => variable.Name), .. constants.Select(constant => constant.Name), .. OfMessage];

    public IEnumerable<IReadOnlyList<PathItem>> Values => Keys.Select(name => this[name]);

    public int Count => variables.Length + constants.Length + OfMessage.Length;

    public IReadOnlyList<PathItem> this[string key] => TryGetValue(key, out var items) ? items : throw new KeyNotFoundException(key);

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out IReadOnlyList<PathItem> value)
    {
        value = Find(key);
        return value is not null;
    }

    public IEnumerator<KeyValuePair<string, IReadOnlyList<PathItem>>> GetEnumerator() => Keys.Select(name => KeyValuePair.Create(name, this[name])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private PathItem[]? Find(string name)
    {
        foreach (var variable in variables)
        {
            if (variable.Name != name) continue;
            var item = PathExpression.Item(run[frame, variable.Slot], run.Map.Schema);
            return item.Exists ? [item] : [];
        }

        foreach (var constant in constants)
        {
            if (constant.Name == name) return [PathExpression.Item(constant.Value, run.Map.Schema)];
        }

        return name switch
        {
            "sha256" => [PathItem.Of(run.Sha256)],
            "index" => [PathItem.Of(run.Index)],
            "fileName" => run.FileName is { } fileName ? [PathItem.Of(fileName)] : [],
            _ => null,
        };
    }
}
