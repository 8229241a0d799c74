using System.Runtime.CompilerServices;
using CareExchange.Storage.Search;

namespace CareExchange.Storage.Tests.Search.Table;

/// <summary>The rows of SearchTable.txt: <c>Type?query → id id … + Type/id …</c>, what is found and, behind the plus, what comes along.</summary>
/// <param name="Type">The type searched.</param>
/// <param name="Query">Its parameters.</param>
/// <param name="Matches">The ids expected, in id order; after <c>=&gt;</c> instead of <c>→</c> in the order of the answer.</param>
/// <param name="Included">What is expected to come along, as <c>Type/id</c>.</param>
/// <param name="IsByHand">True for rows the brute-force evaluator does not know how to answer: their ids were worked out on paper.</param>
/// <param name="IsOrdered">True where the order counts.</param>
/// <param name="Compartment">The compartment that is searched, written in front of the type (<c>Patient/f001/Observation</c>); null for all.</param>
internal sealed record SearchTable(string Type, string Query, string Matches, string Included, bool IsByHand, bool IsOrdered, SearchCompartment? Compartment)
{
    public static string File { get; } = Path.Combine(Folder(), "SearchTable.txt");

    public static IReadOnlyList<SearchTable> Read() => [.. System.IO.File.ReadLines(File).Where(line => line.Length > 0 && line[0] != '#').Select(Parse)];

    public override string ToString() => $"{(Compartment is null ? "" : $"{Compartment}/")}{Type}?{Query}";

    private static SearchTable Parse(string line)
    {
        var isByHand = line.StartsWith("! ", StringComparison.Ordinal);
        if (isByHand) line = line[2..];
        var isOrdered = line.Contains(" => ", StringComparison.Ordinal);
        var (search, answer) = Two(line, isOrdered ? " =>" : " →");
        var (matches, included) = Two(answer, "+");
        var (type, query) = Two(search, "?");
        return type.Split('/') is [var centre, var id, var within]
            ? new(within, query, matches.Trim(), included.Trim(), isByHand, isOrdered, new(centre, id))
            : new(type, query, matches.Trim(), included.Trim(), isByHand, isOrdered, null);
    }

    private static (string First, string Second) Two(string text, string separator) =>
        text.IndexOf(separator, StringComparison.Ordinal) is >= 0 and var at ? (text[..at], text[(at + separator.Length)..]) : (text, "");

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
