using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Fml;
using CareExchange.Mapping.Maps;
using CareExchange.Mapping.Sources;

namespace CareExchange.Mapping.Profiles;

/// <summary>A partner's folder → <see cref="MappingProfile"/>. All files are read before it gives up, so that an author sees every mistake at once.</summary>
internal sealed class ProfileCompiler(string name, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, Schema schema)
{
    private const string ManifestFile = "mapping.json";

    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    private readonly List<Issue> _issues = [];
    private readonly Dictionary<string, CodeMap> _codeMaps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StructureMap> _maps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _mapFiles = new(StringComparer.Ordinal);

    public Outcome<MappingProfile> Compile()
    {
        var manifest = ReadManifest();
        foreach (var (path, bytes) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            if (path.StartsWith("examples/", StringComparison.Ordinal) || !IsUsed(path, manifest)) continue;
            if (path.EndsWith(".map", StringComparison.OrdinalIgnoreCase)) ReadMap(path, bytes);
            else if (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && path != ManifestFile) ReadCodeMap(path, bytes);
        }

        LinkCodeMaps();
        if (manifest is null) return Outcome.Failure<MappingProfile>(_issues);
        List<ProfileMap> maps = [];
        foreach (var entry in manifest.Maps)
        {
            if (CompileMap(manifest, entry) is { } map) maps.Add(map);
        }

        var outputs = new OutputCompiler(manifest, files, _maps, _codeMaps, schema, Add).Compile(url => _mapFiles[url]);
        return _issues.Exists(issue => issue.IsError)
            ? Outcome.Failure<MappingProfile>(_issues)
            : Outcome.Success(new MappingProfile(name, manifest, maps) { OutputMaps = outputs }, _issues);
    }

    // mappings/common/ is handed in whole; a folder takes the rooms it names.
    private static bool IsUsed(string path, ProfileManifest? manifest) =>
        !path.StartsWith("common/", StringComparison.Ordinal) || (manifest is not null && manifest.Shared.Any(room => path.StartsWith($"common/{room}/", StringComparison.Ordinal)));

    private void ReadMap(string path, ReadOnlyMemory<byte> bytes)
    {
        if (Text(bytes) is not { } text)
        {
            Add(path, Issue.Error("structure", "fml-utf8", "The map is not UTF-8.", "매핑 파일이 UTF-8이 아닙니다."));
            return;
        }

        var outcome = FmlParser.Parse(text);
        Add(path, outcome.Issues);
        if (outcome.Value is not { } map) return;
        if (_maps.TryAdd(map.Url, map)) _mapFiles[map.Url] = path;
        else Add(path, Issue.Error("duplicate", "fml-url-duplicate", "Two maps have the same url.", "url이 같은 매핑이 두 개 있습니다.") with { Found = map.Url });
    }

    private void ReadCodeMap(string path, ReadOnlyMemory<byte> bytes)
    {
        var outcome = FhirDocument.Parse(bytes, schema);
        Add(path, outcome.Issues);
        if (outcome.Value is not { } document || document.Root["resourceType"].Text != "ConceptMap") return;
        List<Issue> issues = [];
        if (CodeMapReader.Read(document.Root, issues) is { } map && !_codeMaps.TryAdd(map.Url, map))
        {
            issues.Add(Issue.Error("duplicate", "conceptmap-url", "Two ConceptMaps have the same url.", "url이 같은 ConceptMap이 두 개 있습니다.") with { Found = map.Url });
        }

        Add(path, issues);
    }

    private void LinkCodeMaps()
    {
        foreach (var group in _codeMaps.Values.SelectMany(map => map.Groups))
        {
            if (group.OtherUrl is not { } url) continue;
            group.Other = _codeMaps.GetValueOrDefault(url);
            if (group.Other is null) _issues.Add(Issue.Error("not-found", "conceptmap-other", "A ConceptMap passes unknown codes on to one that is not in the folder.", "ConceptMap이 폴더에 없는 다른 ConceptMap을 가리킵니다.") with { Found = url });
        }
    }

    private ProfileManifest? ReadManifest()
    {
        if (!files.TryGetValue(ManifestFile, out var bytes))
        {
            Add(ManifestFile, Issue.Error("not-found", "manifest-missing", "The folder has no mapping.json.", "폴더에 mapping.json이 없습니다."));
            return null;
        }

        var outcome = ManifestReader.Read(bytes, schema);
        Add(ManifestFile, outcome.Issues);
        return outcome.Value;
    }

    private ProfileMap? CompileMap(ProfileManifest manifest, ManifestMap entry)
    {
        if (!_maps.TryGetValue(entry.Map, out var syntax))
        {
            Add(ManifestFile, Issue.Error("not-found", "manifest-map", "The manifest names a map that the folder does not have.", "매니페스트가 가리키는 매핑이 폴더에 없습니다.") with
            {
                Line = entry.Line, Column = entry.Column, Expected = string.Join(", ", _maps.Keys), Found = entry.Map,
            });
            return null;
        }

        var outcome = MapCompiler.Compile(syntax, schema, _codeMaps, _maps, manifest.Version, manifest.UtcOffset);
        Add(_mapFiles[entry.Map], outcome.Issues);
        if (outcome.Value is not { } map) return null;
        return ReadSource(manifest, entry, map.SourceType) is { } source ? new(entry, map, source) : null;
    }

    private IMessageSource? ReadSource(ProfileManifest manifest, ManifestMap entry, string? rootType)
    {
        if (entry.Source is not { } path) return MessageSources.Create(entry.Format, rootType, null, schema, manifest.UtcOffset, manifest.Partner, entry.IsPartial).Value;
        if (!files.TryGetValue(path, out var bytes))
        {
            Add(ManifestFile, Issue.Error("not-found", "manifest-source", "The manifest names a declaration that the folder does not have.", "매니페스트가 가리키는 선언이 폴더에 없습니다.") with
            {
                Line = entry.Line, Column = entry.Column, Found = path,
            });
            return null;
        }

        if (!MessageSources.IsTable(entry.Format))
        {
            var source = MessageSources.Create(entry.Format, rootType, bytes, schema, manifest.UtcOffset, manifest.Partner, entry.IsPartial);
            Add(path, source.Issues);
            return source.Value;
        }

        var outcome = TableDeclarationReader.Read(bytes, entry.Format, schema);
        Add(path, outcome.Issues);
        if (outcome.Value is not { } declaration) return null;
        declaration = declaration with { Tables = [.. declaration.Tables.Select(table => table with { Columns = [.. table.Columns.Select(column => WithCodes(path, column))] })] };
        return entry.Format == "csv" ? new CsvSource(declaration, schema, manifest.UtcOffset) : new XlsxSource(declaration, schema, manifest.UtcOffset);
    }

    /// <summary>A column may take its codes from a ConceptMap; one that passes unknown codes on allows every code.</summary>
    private TableColumn WithCodes(string path, TableColumn column)
    {
        if (column.CodesUrl is not { } url) return column;
        if (_codeMaps.TryGetValue(url, out var map))
        {
            var isOpen = map.Groups.Any(group => group.Unmapped != CodeMapUnmapped.None || group.OtherUrl is not null);
            return isOpen ? column : column with { Codes = map.Groups.SelectMany(group => group.Codes.Keys).ToHashSet(StringComparer.Ordinal) };
        }

        Add(path, Issue.Error("not-found", "source-declaration", "A column names a ConceptMap that the folder does not have.", "열이 가리키는 ConceptMap이 폴더에 없습니다.") with { Expected = column.Name, Found = url });
        return column;
    }

    private static string? Text(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes.Span);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private void Add(string path, Issue issue) => _issues.Add(issue with { Expression = path });

    private void Add(string path, IReadOnlyList<Issue> issues)
    {
        foreach (var issue in issues) Add(path, issue);
    }
}
