using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace CareExchange.Benchmarks.Core;

/// <summary>Every resource below a folder as bytes: .json, .ndjson and both inside .tgz; Bundles are taken apart into their entries' resources.</summary>
/// <remarks>What cannot be read is counted and named, and stops nothing.</remarks>
internal sealed class ResourceFolder
{
    // More would measure the disk and the garbage collector.
    private const long MaximumBytes = 512L * 1024 * 1024;
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 128 };
    private readonly List<byte[]> _resources = [];

    private ResourceFolder()
    {
    }

    /// <summary>The resources, in the order of the file names.</summary>
    public IReadOnlyList<byte[]> Resources => _resources;

    /// <summary>Bytes of all resources together.</summary>
    public long Bytes { get; private set; }

    /// <summary>Files and lines that are not JSON, with the reason.</summary>
    public List<string> Broken { get; } = [];

    /// <summary>How many JSON values were no resource, such as a package's own description.</summary>
    public int Others { get; private set; }

    /// <summary>True where there was more than is measured.</summary>
    public bool IsCut { get; private set; }

    public static ResourceFolder Read(DirectoryInfo folder)
    {
        var found = new ResourceFolder();
        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal))
        {
            if (!found.IsCut) found.ReadFile(file);
        }

        return found;
    }

    private void ReadFile(FileInfo file)
    {
        try
        {
            if (IsArchive(file.Name))
            {
                using var stream = file.OpenRead();
                using var unzipped = new GZipStream(stream, CompressionMode.Decompress);
                ReadArchive(file.Name, unzipped);
            }
            else if (IsText(file.Name))
            {
                Add(file.Name, File.ReadAllBytes(file.FullName));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Broken.Add($"{file.Name}: {exception.Message}");
        }
    }

    private void ReadArchive(string archive, Stream unzipped)
    {
        using var tar = new TarReader(unzipped);
        while (!IsCut && tar.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is not { } data || !IsText(entry.Name)) continue;
            using var copy = new MemoryStream();
            data.CopyTo(copy);
            Add($"{archive}/{entry.Name}", copy.ToArray());
        }
    }

    private static bool IsArchive(string name) =>
        name.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase);

    private static bool IsText(string name) => name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || IsLines(name);

    private static bool IsLines(string name) => name.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase);

    private void Add(string name, ReadOnlyMemory<byte> text)
    {
        if (text.Span.StartsWith("\uFEFF"u8)) text = text[3..];
        if (!IsLines(name))
        {
            AddJson(name, text);
            return;
        }

        for (var number = 1; !text.IsEmpty; number++)
        {
            var end = text.Span.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (!line.Span.Trim(" \t\r"u8).IsEmpty) AddJson($"{name}, line {number}", line);
        }
    }

    private void AddJson(string name, ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, s_options);
            AddResource(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            Broken.Add($"{name}: {exception.Message}");
        }
    }

    private void AddResource(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty("resourceType", out var type) || type.ValueKind != JsonValueKind.String)
        {
            Others++;
            return;
        }

        if (type.ValueEquals("Bundle") && value.TryGetProperty("entry", out var entries) && entries.ValueKind == JsonValueKind.Array)
        {
            foreach (var entry in entries.EnumerateArray())
            {
                if (entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("resource", out var resource)) AddResource(resource);
            }

            return;
        }

        var bytes = JsonMarshal.GetRawUtf8Value(value);
        IsCut |= Bytes + bytes.Length > MaximumBytes;
        if (IsCut) return;
        Bytes += bytes.Length;
        _resources.Add(bytes.ToArray());
    }
}
