using System.Text;

namespace CareExchange.Storage.Audit;

/// <summary>Checkpoints noted outside the database, one a line, in the order in which they were signed.</summary>
public sealed class CheckpointFile(string path)
{
    /// <summary>The tokens; none where there is no such file.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(CancellationToken cancellationToken) =>
        File.Exists(path) ? [.. (await File.ReadAllLinesAsync(path, Encoding.ASCII, cancellationToken)).Select(line => line.Trim()).Where(line => line.Length > 0)] : [];

    /// <summary>Adds one; it is on the disk when this returns.</summary>
    public async Task AppendAsync(AuditCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        await using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        await file.WriteAsync(Encoding.ASCII.GetBytes(checkpoint.Token + "\n"), cancellationToken);
        file.Flush(flushToDisk: true);
    }
}
