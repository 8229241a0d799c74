using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.FhirPath;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Fml;
using CareExchange.Mapping.Maps;
using CareExchange.Mapping.Sources;
using CareExchange.Mapping.Sources.Hl7v2;
using CareExchange.Mapping.Writers;

namespace CareExchange.Mapping.Profiles;

/// <summary>The <c>out</c> lines of a folder → maps with their writers.</summary>
/// <param name="manifest">The manifest.</param>
/// <param name="files">The folder.</param>
/// <param name="maps">Its maps and the shared ones, by url.</param>
/// <param name="codeMaps">Its code lists, by url.</param>
/// <param name="schema">The types.</param>
/// <param name="add">Takes an issue with the file that it is about.</param>
internal sealed class OutputCompiler(
    ProfileManifest manifest, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, IReadOnlyDictionary<string, StructureMap> maps, IReadOnlyDictionary<string, CodeMap> codeMaps, Schema schema, Action<string, Issue> add)
{
    private const string ManifestFile = "mapping.json";

    public IReadOnlyList<OutputMap> Compile(Func<string, string> fileOf) => [.. manifest.Outputs.Select(output => Compile(output, fileOf)).OfType<OutputMap>()];

    private OutputMap? Compile(ManifestOutput output, Func<string, string> fileOf)
    {
        if (!maps.TryGetValue(output.Map, out var syntax))
        {
            Wrong(output, "not-found", "manifest-map", "The manifest names a map that the folder does not have.", "매니페스트가 가리키는 매핑이 폴더에 없습니다.", string.Join(", ", maps.Keys), output.Map);
            return null;
        }

        var compiled = MapCompiler.Compile(syntax, schema, codeMaps, maps, manifest.Version, manifest.UtcOffset);
        foreach (var issue in compiled.Issues) add(fileOf(output.Map), issue);
        if (compiled.Value is not { } map) return null;
        if (map.SourceType != "Bundle")
        {
            Wrong(output, "structure", "manifest-output", "A map of an output reads a Bundle: what starts the message, and what it refers to.", "출력 매핑은 Bundle을 읽습니다.", "(source src : Bundle, target …)", map.SourceType ?? "an untyped source");
            return null;
        }

        var where = Condition(output);
        return Settings(output) is { } settings ? new(output, map, MessageWriters.Create(output.Format, output.ContentType, settings, schema), where) : null;
    }

    private FhirPathExpression? Condition(ManifestOutput output)
    {
        if (output.Where is not { } text) return null;
        var compiled = FhirPathExpression.Compile(text);
        if (compiled.Value is null) Wrong(output, "invalid", "manifest-value", "The manifest is wrong at out.where.", "매니페스트의 out.where 항목이 잘못되었습니다.", "FHIRPath", compiled.Issues.Count > 0 ? compiled.Issues[0].Found ?? text : text);
        return compiled.Value;
    }

    private WriterSettings? Settings(ManifestOutput output)
    {
        var settings = output.Settings with { UtcOffset = manifest.UtcOffset };
        if (output.Target is not { } path) return settings;
        if (!files.TryGetValue(path, out var bytes))
        {
            Wrong(output, "not-found", "manifest-source", "The manifest names a declaration that the folder does not have.", "매니페스트가 가리키는 선언이 폴더에 없습니다.", null, path);
            return null;
        }

        if (output.Format == "hl7v2")
        {
            var dictionary = Hl7v2DeclarationReader.Read(bytes, schema);
            foreach (var issue in dictionary.Issues) add(path, issue);
            return dictionary.Value is { } known ? settings with { Dictionary = known } : null;
        }

        if (!MessageWriters.IsTable(output.Format))
        {
            Wrong(output, "structure", "manifest-value", "The manifest is wrong at out.target.", "매니페스트의 out.target 항목이 잘못되었습니다.", "csv, xlsx or hl7v2", output.Format);
            return null;
        }

        var table = TableDeclarationReader.Read(bytes, output.Format, schema);
        foreach (var issue in table.Issues) add(path, issue);
        if (table.Value is not { } declared) return null;
        return settings with { Table = declared with { Tables = [.. declared.Tables.Select(one => one with { Columns = [.. one.Columns.Select(column => WithCodes(path, column))] })] } };
    }

    // The codes that the partner reads are the targets of the list that translates into them.
    private TableColumn WithCodes(string path, TableColumn column)
    {
        if (column.CodesUrl is not { } url) return column;
        if (codeMaps.TryGetValue(url, out var map))
        {
            var isOpen = map.Groups.Any(group => group.Unmapped == CodeMapUnmapped.Provided || group.OtherUrl is not null);
            return isOpen ? column : column with { Codes = map.Groups.SelectMany(group => group.Codes.Values.Select(code => code.Code).Append(group.FixedCode)).OfType<string>().ToHashSet(StringComparer.Ordinal) };
        }

        add(path, Issue.Error("not-found", "source-declaration", "A column names a ConceptMap that the folder does not have.", "열이 가리키는 ConceptMap이 폴더에 없습니다.") with { Expected = column.Name, Found = url });
        return column;
    }

    private void Wrong(ManifestOutput output, string code, string rule, string english, string korean, string? expected, string found) =>
        add(ManifestFile, Issue.Error(code, rule, english, korean) with { Line = output.Line, Column = output.Column, Expected = expected, Found = found });
}
