using System.Globalization;
using System.Text;
using System.Text.Json;
using CareExchange.Storage.Database;
using CareExchange.Storage.Protection;
using CareExchange.Storage.Resources;

namespace CareExchange.Storage.Maintenance;

/// <summary>The lines of a consent journal: one for each version of a Consent, sealed, each with its number in what is sealed.</summary>
internal static class ConsentJournalFile
{
    private const string Begin = "careexchange-consent-journal 1 ";

    /// <summary>The journal's id; null where there is no such file.</summary>
    /// <exception cref="InvalidDataException">It is another file.</exception>
    public static async Task<string?> IdAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) return null;
        using var reader = new StreamReader(path, Encoding.ASCII);
        var first = await reader.ReadLineAsync(cancellationToken);
        return first?.StartsWith(Begin, StringComparison.Ordinal) == true ? first[Begin.Length..].Trim() : throw new InvalidDataException($"{path} is no consent journal.");
    }

    /// <summary>Makes a file with a fresh id.</summary>
    public static async Task<string> CreateAsync(string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var id = Guid.NewGuid().ToString("N");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new FileStream(path, options);
        await file.WriteAsync(Encoding.ASCII.GetBytes($"{Begin}{id}\n"), cancellationToken);
        file.Flush(flushToDisk: true);
        return id;
    }

    /// <summary>The number of the last whole line; 0 for none.</summary>
    /// <remarks>Reads only the end of the file. Half a line, left by a power cut, does not count: its Consent is written again.</remarks>
    public static async Task<long> LastAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        for (var window = 64L * 1024; ; window *= 8)
        {
            var from = Math.Max(0, file.Length - window);
            file.Position = from;
            var bytes = new byte[file.Length - from];
            await file.ReadExactlyAsync(bytes, cancellationToken);
            var text = Encoding.ASCII.GetString(bytes);
            var end = text.LastIndexOf('\n');
            var start = end <= 0 ? -1 : text.LastIndexOf('\n', end - 1);
            if (start < 0 && from > 0) continue;
            var line = end < 0 ? "" : text[(start + 1)..end];
            return line.StartsWith(Begin, StringComparison.Ordinal) ? 0 : Number(line);
        }
    }

    /// <summary>Adds lines from a number on; they are on the disk when it returns.</summary>
    public static async Task AppendAsync(string path, string id, KeyRing keys, long after, IReadOnlyList<StoredResource> versions, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        await using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        file.SetLength(await WholeLengthAsync(file, cancellationToken));
        file.Seek(0, SeekOrigin.End);
        foreach (var version in versions)
        {
            after++;
            var plain = JsonSerializer.SerializeToUtf8Bytes(new Line(
                version.Type, version.Id, version.Version, version.LastUpdated.ToMicroseconds(), version.Deleted, version.Tags.Person, version.Tags.Category, version.Tags.Source, version.Json.ToArray()));
            text.Append(CultureInfo.InvariantCulture, $"{after} {Convert.ToBase64String(keys.Encrypt(ProtectionPurpose.ConsentJournal, $"{id}/{after}", plain))}\n");
        }

        await file.WriteAsync(Encoding.ASCII.GetBytes(text.ToString()), cancellationToken);
        file.Flush(flushToDisk: true);
    }

    /// <summary>The last version of each Consent among the lines behind a number.</summary>
    /// <exception cref="InvalidDataException">A line is damaged, or was sealed under another key ring.</exception>
    public static async Task<IReadOnlyCollection<StoredResource>> ReadAsync(string path, string id, KeyRing keys, long after, CancellationToken cancellationToken)
    {
        var whole = await LastAsync(path, cancellationToken);
        var last = new Dictionary<string, StoredResource>(StringComparer.Ordinal);
        await foreach (var line in File.ReadLinesAsync(path, Encoding.ASCII, cancellationToken))
        {
            if (line.StartsWith(Begin, StringComparison.Ordinal) || Number(line) is not (> 0 and var number) || number <= after || number > whole) continue;
            if (Open(line, id, number, keys) is not { } version) throw new InvalidDataException($"Line {number} of the consent journal cannot be opened: it is damaged, or its key is not in the key file.");
            last[version.Id] = version;
        }

        return last.Values;
    }

    private static StoredResource? Open(string line, string id, long number, KeyRing keys)
    {
        var sealedBytes = new byte[line.Length];
        if (!Convert.TryFromBase64String(line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..], sealedBytes, out var length)) return null;
        if (!keys.TryDecrypt(ProtectionPurpose.ConsentJournal, FormattableString.Invariant($"{id}/{number}"), sealedBytes.AsSpan(0, length), out var plain)) return null;
        var said = JsonSerializer.Deserialize<Line>(plain)!;
        return new(said.Type, said.Id, said.Version, DatabaseTime.FromMicroseconds(said.Updated), said.Deleted, said.Json, new(said.Person, said.Category, said.Source));
    }

    private static long Number(string line) =>
        line.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space && long.TryParse(line.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    // Half a line of a power cut gives way, so that it does not spoil the next one.
    private static async Task<long> WholeLengthAsync(FileStream file, CancellationToken cancellationToken)
    {
        var last = new byte[1];
        for (var length = file.Length; length > 0; length--)
        {
            file.Position = length - 1;
            await file.ReadExactlyAsync(last, cancellationToken);
            if (last[0] == (byte)'\n') return length;
        }

        return 0;
    }

    private sealed record Line(string Type, string Id, long Version, long Updated, bool Deleted, string? Person, string Category, string Source, byte[] Json);
}
