using System.IO.Compression;

namespace CareExchange.Server.Hosting;

/// <summary>Opens what an import names, after it was found to be allowed: a file of this machine, or an answer to GET.</summary>
internal static class ImportFiles
{
    // A redirect would lead past the list of what is allowed.
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(30) }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>The content, unpacked where its name ends in .gz or its headers say so.</summary>
    /// <exception cref="InvalidDataException">There is nothing to be had.</exception>
    public static async Task<Stream> OpenAsync(Uri source, CancellationToken cancellationToken)
    {
        if (source.IsFile)
        {
            if (!File.Exists(source.LocalPath)) throw new InvalidDataException("There is no such file.");
            var file = new FileStream(source.LocalPath, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan | FileOptions.Asynchronous);
            return source.LocalPath.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        }

        var answer = await Http.GetAsync(source, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!answer.IsSuccessStatusCode) throw new InvalidDataException($"The source answers {(int)answer.StatusCode}.");
        var content = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var isPacked = answer.Content.Headers.ContentEncoding.Contains("gzip") || source.AbsolutePath.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        return isPacked ? new GZipStream(content, CompressionMode.Decompress) : content;
    }
}
