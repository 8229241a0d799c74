using System.Buffers;
using System.Text.RegularExpressions;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Sources.Hl7v2;
using CareExchange.Mapping.Writers;

namespace CareExchange.Mapping.Profiles;

/// <summary>The <c>out</c> list of mapping.json; a property it does not know is an error, because it is a spelling mistake.</summary>
internal static partial class OutputManifest
{
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("{}/\\\"\r\n");

    private static readonly string[] Names =
    [
        "name", "title", "map", "format", "contentType", "charset", "resource", "search", "where", "many", "fileName", "target",
        "partial", "delimiters", "formulas", "root", "namespace", "attributes", "lists", "ignore",
    ];

    /// <summary>The lines, as far as they can be read.</summary>
    /// <param name="manifest">The root of mapping.json.</param>
    /// <param name="schema">The types that may start a message.</param>
    /// <param name="issues">Takes <c>manifest-…</c> with line and column.</param>
    public static List<ManifestOutput> Read(Element manifest, Schema schema, List<Issue> issues)
    {
        List<ManifestOutput> outputs = [];
        foreach (var entry in manifest.Children("out"))
        {
            var output = ReadOne(entry, schema, issues);
            if (outputs.Exists(other => other.Name == output.Name)) issues.Add(Problem(entry["name"], "manifest-value", "name", "each name once"));
            outputs.Add(output);
        }

        return outputs;
    }

    private static ManifestOutput ReadOne(Element entry, Schema schema, List<Issue> issues)
    {
        foreach (var child in entry.Children())
        {
            if (!Names.Contains(child.JsonName, StringComparer.Ordinal)) issues.Add(Problem(child, "manifest-unknown", child.JsonName, string.Join(", ", Names)));
        }

        var name = Text(entry, "name", issues);
        if (name.Length > 0 && !Word().IsMatch(name)) issues.Add(Problem(entry["name"], "manifest-value", "name", "small letters, digits and hyphens"));
        var format = Text(entry, "format", issues);
        if (format.Length > 0 && !MessageWriters.Formats.Contains(format, StringComparer.Ordinal)) issues.Add(Problem(entry["format"], "manifest-value", "format", string.Join(", ", MessageWriters.Formats)));
        var resource = Text(entry, "resource", issues);
        if (resource.Length > 0 && schema.FindType(resource) is not { Kind: TypeKind.Resource, IsAbstract: false, IsConstraint: false }) issues.Add(Problem(entry["resource"], "manifest-value", "resource", "the name of a resource type"));
        if (MessageWriters.IsTable(format) && entry["target"].Text is null) issues.Add(Problem(entry, "manifest-missing", "target", "a table declaration"));
        var fileName = entry["fileName"].Text ?? $"{{name}}-{{hash}}.{MessageWriters.Ending(format)}";
        if (Placeholder().Replace(fileName, "").AsSpan().ContainsAny(Forbidden)) issues.Add(Problem(entry["fileName"], "manifest-value", "fileName", "{name}, {date} and {hash}: a file's name says nothing about a person"));
        var charset = entry["charset"].Text;
        if (charset is not null && !MessageWriters.Charsets(format).Contains(charset, StringComparer.Ordinal)) issues.Add(Problem(entry["charset"], "manifest-value", "charset", string.Join(", ", MessageWriters.Charsets(format))));
        var delimiters = Hl7v2Delimiters.Standard;
        if (entry["delimiters"] is { Exists: true } given)
        {
            if (Hl7v2Delimiters.Read($"MSH{given.Text}{given.Text?[..Math.Min(1, given.Text.Length)]}") is { } read) delimiters = read;
            else issues.Add(Problem(given, "manifest-value", "delimiters", @"|^~\&"));
        }

        if (entry["formulas"].Exists && entry["formulas"].Text is not ("guard" or "keep")) issues.Add(Problem(entry["formulas"], "manifest-value", "formulas", "guard or keep"));
        foreach (var flag in (string[])["many", "partial"])
        {
            if (entry[flag].Exists && entry[flag].Text is not ("true" or "false")) issues.Add(Problem(entry[flag], "manifest-value", flag, "true or false"));
        }

        if (entry["partial"].Text == "true" && !MessageWriters.IsTable(format)) issues.Add(Problem(entry["partial"], "manifest-value", "partial", "csv or xlsx: half of any other message says something else"));
        return new(name, Text(entry, "map", issues), format, (entry["contentType"].Text ?? MediaType(format)).ToLowerInvariant(), resource, fileName, entry.Position.Line, entry.Position.Column)
        {
            Title = entry["title"].Text,
            Search = entry["search"].Text,
            Where = entry["where"].Text,
            IsMany = entry["many"].Exists ? entry["many"].Text == "true" : MessageWriters.IsTable(format),
            IsPartial = entry["partial"].Text == "true",
            Target = entry["target"].Text,
            Ignore = [.. Texts(entry, "ignore", "path", issues)],
            Settings = new()
            {
                Charset = WriterCharset.Find(charset ?? (MessageWriters.Charsets(format) is [var first, ..] ? first : "utf-8")),
                Delimiters = delimiters,
                GuardsFormulas = entry["formulas"].Text != "keep",
                Root = entry["root"].Text ?? "message",
                Namespace = entry["namespace"].Text,
                Attributes = Texts(entry, "attributes", null, issues).ToHashSet(StringComparer.Ordinal),
                Lists = Texts(entry, "lists", null, issues).ToHashSet(StringComparer.Ordinal),
            },
        };
    }

    private static string MediaType(string format) => format switch
    {
        "hl7v2" => "application/hl7-v2",
        "csv" => "text/csv",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xml" or "cda" => "application/xml",
        "fhir" => "application/fhir+json",
        _ => "application/json",
    };

    private static List<string> Texts(Element entry, string name, string? property, List<Issue> issues)
    {
        List<string> texts = [];
        foreach (var child in entry.Children(name))
        {
            if (property is not null) texts.Add(Text(child, property, issues));
            else if (child.Text is { Length: > 0 } text) texts.Add(text);
            else issues.Add(Problem(child, "manifest-value", name, "texts"));
        }

        return texts;
    }

    private static string Text(Element parent, string name, List<Issue> issues)
    {
        if (parent[name].Text is { Length: > 0 } text) return text;
        issues.Add(Problem(parent, "manifest-missing", name, name));
        return "";
    }

    private static Issue Problem(Element at, string rule, string name, string expected) =>
        Issue.Error("structure", rule, $"The manifest is wrong at out.{name}.", $"매니페스트의 out.{name} 항목이 잘못되었습니다.") with
        {
            Line = at.Position.Line, Column = at.Position.Column, Expected = expected, Found = at.Text,
        };

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,63}$")]
    private static partial Regex Word();

    [GeneratedRegex(@"\{(name|date|hash)\}")]
    internal static partial Regex Placeholder();
}
