namespace CareExchange.Storage.Maintenance;

/// <summary>What a backup folder holds; written last, so a folder without it is no backup.</summary>
/// <param name="Migrations">The migrations that the schema had.</param>
/// <param name="Tables">Its tables, those first that others refer to.</param>
internal sealed record BackupManifest(IReadOnlyList<string> Migrations, IReadOnlyList<BackupTable> Tables)
{
    /// <summary>Its file name.</summary>
    public const string FileName = "manifest.json";

    /// <summary>When it was made.</summary>
    public DateTimeOffset Made { get; init; }
}

/// <summary>A table of a backup.</summary>
/// <param name="Name">Its name, and that of its file.</param>
/// <param name="Columns">Its columns in the order of the file.</param>
internal sealed record BackupTable(string Name, IReadOnlyList<string> Columns);
