using System.Formats.Tar;
using System.IO.Compression;

namespace CareExchange.Cli.Input;

/// <summary>A folder as it was named on the command line: a folder, or a .tgz that is unpacked beside the machine's temporary files.</summary>
internal sealed class Folders : IDisposable
{
    private readonly DirectoryInfo? _unpacked;

    private Folders(DirectoryInfo folder, DirectoryInfo? unpacked) => (Folder, _unpacked) = (folder, unpacked);

    public DirectoryInfo Folder { get; }

    /// <summary>Opens it.</summary>
    /// <exception cref="IOException">There is nothing of this name.</exception>
    /// <exception cref="InvalidDataException">The file is no .tgz.</exception>
    public static Folders Open(string path)
    {
        if (Directory.Exists(path)) return new(new(path), null);
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no folder or .tgz '{path}'.");
        var unpacked = Directory.CreateTempSubdirectory("careexchange-");
        try
        {
            using var file = File.OpenRead(path);
            using var gzip = new GZipStream(file, CompressionMode.Decompress);
            TarFile.ExtractToDirectory(gzip, unpacked.FullName, overwriteFiles: true);
            return new(unpacked, unpacked);
        }
        catch
        {
            unpacked.Delete(recursive: true);
            throw;
        }
    }

    public void Dispose() => _unpacked?.Delete(recursive: true);
}
