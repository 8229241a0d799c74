using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Profiles;

namespace CareExchange.Mapping.Tests.Maps;

/// <summary>One <c>mappings/&lt;partner&gt;/</c> folder as the tests see it: its compiled profile and its numbered examples.</summary>
internal sealed class PartnerFolder
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly Lazy<IReadOnlyDictionary<string, PartnerFolder>> Folders = new(() =>
        Directory.GetDirectories(Path.Combine(Root(), "mappings")).Where(path => File.Exists(Path.Combine(path, "mapping.json"))).Order(StringComparer.Ordinal).Select(path => new PartnerFolder(path)).ToDictionary(folder => folder.Name));

    private readonly string _path;
    private readonly Lazy<MappingProfile> _profile;

    private PartnerFolder(string path)
    {
        _path = path;
        Name = Path.GetFileName(path);
        _profile = new(() => Compile());
    }

    public static IEnumerable<PartnerFolder> All => Folders.Value.Values;

    public string Name { get; }

    /// <summary>File names of the messages, such as <c>01-input.json</c>.</summary>
    public IEnumerable<string> Inputs => Directory.GetFiles(Path.Combine(_path, "examples"), "*-input.*").Select(Path.GetFileName).Order(StringComparer.Ordinal)!;

    public string ExamplesPath => Path.Combine(_path, "examples");

    public MappingProfile Profile => _profile.Value;

    public static PartnerFolder Of(string name) => Folders.Value[name];

    public static bool IsRefused(string input) => input.StartsWith('9');

    /// <summary>The names of the folder's maps.</summary>
    public IEnumerable<string> Maps => Directory.GetFiles(_path, "*.map").Select(Path.GetFileName).Order(StringComparer.Ordinal)!;

    /// <summary>The profile, compiled anew from the files on disk.</summary>
    /// <param name="changed">Files that have another text.</param>
    public MappingProfile Compile(IReadOnlyDictionary<string, string>? changed = null)
    {
        var files = Directory.GetFiles(_path, "*", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(_path, file).Replace('\\', '/'), file => (ReadOnlyMemory<byte>)File.ReadAllBytes(file));
        var common = Path.Combine(Root(), "mappings", "common");
        foreach (var file in Directory.GetFiles(common, "*", SearchOption.AllDirectories)) files["common/" + Path.GetRelativePath(common, file).Replace('\\', '/')] = File.ReadAllBytes(file);
        foreach (var (file, text) in changed ?? new Dictionary<string, string>()) files[file] = Encoding.UTF8.GetBytes(text);
        var compiled = MappingProfile.Compile(Name, files, Schema.R4);
        Assert.True(compiled.Succeeded, Text(compiled.Issues));
        return compiled.Value!;
    }

    public Outcome<MappingResult> Transform(string input, MappingProfile? profile = null) =>
        (profile ?? Profile).Transform(File.ReadAllBytes(Path.Combine(_path, "examples", input)), ContentType(input), input);

    public Outcome<MappingResult> Transform(string input, byte[] message) => Profile.Transform(message, ContentType(input), input);

    public byte[] Bytes(string input) => File.ReadAllBytes(Path.Combine(_path, "examples", input));

    public string Read(string file) => File.ReadAllText(Path.Combine(_path, file));

    /// <summary>Compares with the committed file; a difference leaves <c>NN-….received.json</c> beside it, to be read and, where right, kept.</summary>
    public void Verify(string file, string actual)
    {
        var path = Path.Combine(_path, "examples", file);
        var expected = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        var received = Path.ChangeExtension(path, "received.json");
        if (expected == actual) File.Delete(received);
        else File.WriteAllText(received, actual);
        Assert.Equal(expected, actual);
    }

    /// <summary>Each entry with the conditional update it stands for: its own request, or of a document what the result says.</summary>
    public static IEnumerable<(JsonElement Entry, string Url)> Requests(MappingResult result, JsonDocument bundle)
    {
        var index = 0;
        foreach (var entry in bundle.RootElement.GetProperty("entry").EnumerateArray())
        {
            if (result.Requests.Count == 0) Assert.Equal("PUT", entry.GetProperty("request").GetProperty("method").GetString());
            yield return (entry, result.Requests.Count > 0 ? result.Requests[index]! : entry.GetProperty("request").GetProperty("url").GetString()!);
            index++;
        }
    }

    public static string ExpectedOf(string input, string kind) => $"{input[..2]}-{kind}.json";

    /// <summary>The same JSON, two blanks a level, numbers with their digits.</summary>
    public static string Pretty(ReadOnlyMemory<byte> json)
    {
        using var stream = new MemoryStream();
        using (var document = JsonDocument.Parse(json))
        using (var writer = new Utf8JsonWriter(stream, Indented)) document.WriteTo(writer);
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>What a partner has to know about each issue: the rule and the place. Sentences may be reworded without a test failing.</summary>
    public static string Places(IReadOnlyList<Issue> issues)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Indented))
        {
            writer.WriteStartArray();
            foreach (var issue in issues)
            {
                writer.WriteStartObject();
                writer.WriteString("severity", issue.Severity.ToString());
                writer.WriteString("code", issue.Code);
                writer.WriteString("rule", issue.Rule);
                if (issue.Expression is { } expression) writer.WriteString("expression", expression);
                if (issue.Line is { } line) writer.WriteNumber("line", line);
                if (issue.Column is { } column) writer.WriteNumber("column", column);
                if (issue.Expected is { } expected) writer.WriteString("expected", expected);
                if (issue.Found is { } found) writer.WriteString("found", found);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    public static string Text(IEnumerable<Issue> issues) => string.Join('\n', issues.Select(issue =>
        $"{issue.Severity} {issue.Rule} {issue.Expression} {issue.Line}:{issue.Column} {issue.English} expected {issue.Expected}, found {issue.Found}"));

    private static string ContentType(string input) => Path.GetExtension(input) switch
    {
        ".json" => "application/json",
        ".ndjson" => "application/fhir+ndjson",
        ".csv" => "text/csv",
        ".hl7" => "application/hl7-v2",
        ".xml" => "application/xml",
        ".xls" => "application/vnd.ms-excel",
        _ => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };

    public static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "CareExchange.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException("The tests run from a build output inside the repository.");
    }
}
