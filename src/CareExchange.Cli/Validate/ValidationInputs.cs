using System.Text;
using CareExchange.Cli.Input;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Validation.Rules;

namespace CareExchange.Cli.Validate;

/// <summary>The resources of a command line. What one of them refers to by canonical (a questionnaire, a measure) is found among the others.</summary>
internal sealed class ValidationInputs : IResourceSource
{
    private static readonly string[] Endings = [".json", ".xml", ".ndjson"];

    private readonly Schema _schema;
    private readonly List<FileInfo> _files = [];
    private readonly Lazy<Dictionary<string, FhirDocument>> _definitions;

    /// <summary>Lists the files; folders are gone through at any depth.</summary>
    public ValidationInputs(IReadOnlyList<string> paths, Schema schema)
    {
        _schema = schema;
        foreach (var path in paths)
        {
            if (Directory.Exists(path)) _files.AddRange(new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => Endings.Contains(file.Extension)).OrderBy(file => file.FullName, StringComparer.Ordinal));
            else _files.Add(new(path));
        }

        Missing = _files.Find(file => !file.Exists);
        _definitions = new(ReadDefinitions);
    }

    /// <summary>A file that is not there; null where all are.</summary>
    public FileInfo? Missing { get; }

    /// <summary>The resources in their order, each with the name of its file and, of a list, its line.</summary>
    public IEnumerable<(string Name, int? Line, ReadOnlyMemory<byte> Bytes)> Read()
    {
        foreach (var file in _files)
        {
            if (file.Extension != ".ndjson")
            {
                yield return (file.ToString(), null, File.ReadAllBytes(file.FullName));
                continue;
            }

            var number = 0;
            foreach (var line in File.ReadLines(file.FullName))
            {
                number++;
                if (!string.IsNullOrWhiteSpace(line)) yield return (file.ToString(), number, Encoding.UTF8.GetBytes(line));
            }
        }
    }

    /// <inheritdoc/>
    public Element Find(string reference) => _definitions.Value.TryGetValue(reference, out var found) ? found.Root : default;

    // Lists are records of persons, not of definitions; they may be larger than memory.
    private Dictionary<string, FhirDocument> ReadDefinitions()
    {
        var definitions = new Dictionary<string, FhirDocument>(StringComparer.Ordinal);
        foreach (var file in _files)
        {
            if (file.Extension == ".ndjson" || ResourceFile.Read(File.ReadAllBytes(file.FullName), _schema).Document is not { } document) continue;
            if (document.Root["url"].Text is not { } url) continue;
            definitions[url] = document;
            if (document.Root["version"].Text is { } version) definitions[$"{url}|{version}"] = document;
        }

        return definitions;
    }
}
