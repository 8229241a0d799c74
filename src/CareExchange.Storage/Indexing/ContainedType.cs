using System.Globalization;
using CareExchange.Fhir.Definitions;

namespace CareExchange.Storage.Indexing;

/// <summary>What a resource contains, as rows of its own: R4 search.html#contained has chained conditions evaluated inside contained resources.</summary>
/// <remarks>The parameters of the contained type stand under numbers that name the way there (<c>MedicationRequest.medication#Medication</c>), so that a chain is asked
/// of the container's row itself and nothing else finds them. Those that the database stores, composites and positions are not among them.</remarks>
internal static class ContainedType
{
    /// <summary>How the signature of a type says that its index holds what is contained; an index that does not say so is made anew behind the writers.</summary>
    public const string Sign = "contained:1";

    /// <summary>How far what is contained is followed to what is contained beside it, in a circle even.</summary>
    public const int MaximumLevels = 3;

    /// <summary>The type that a reference of <paramref name="container"/> leads to inside it.</summary>
    /// <param name="container">The type around it, itself contained or not.</param>
    /// <param name="code">The reference parameter that leads there; one with rows of its own.</param>
    /// <param name="target">The type that is contained, with the schema's parameters.</param>
    /// <param name="root">Its elements.</param>
    public static IndexedType Compile(IndexedType container, string code, IndexedType target, SchemaNode? root)
    {
        var path = $"{container.Path}.{code}#{target.Name}";
        var parameters = target.Parameters.Values.Where(parameter => parameter is { Composites.Count: 0, Type: not "special" })
            .ToDictionary(parameter => parameter.Code, parameter => Below(path, parameter), StringComparer.Ordinal);
        return new(container.Name, parameters, new HashSet<string>(), [], root) { Within = (container, code), Path = path };
    }

    /// <summary>The number of the row that says that there is one.</summary>
    public static int Mark(IndexedType within) => ParameterKey.Of(within.Path, "#");

    private static IndexedParameter Below(string path, IndexedParameter parameter) => parameter with
    {
        Key = Number(path, parameter.Key),
        SecondaryKey = Number(path, parameter.SecondaryKey),
        TypedKey = Number(path, parameter.TypedKey),
        Sources = [.. parameter.Sources.Select(source => Below(path, source))],
    };

    private static int Number(string path, int key) => key == 0 ? 0 : ParameterKey.Of(path, key.ToString(CultureInfo.InvariantCulture));
}
