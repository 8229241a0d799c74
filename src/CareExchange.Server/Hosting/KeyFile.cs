using System.Security.Cryptography;
using System.Text.Json;
using CareExchange.Storage.Protection;

namespace CareExchange.Server.Hosting;

/// <summary>The key ring as a file that only its owner reads: newest key first. Rotation is a new first entry and a restart.</summary>
internal sealed record KeyFile(IReadOnlyList<StorageKey> Keys)
{
    /// <summary>The key that identity derives its own from: the oldest, so that rotation of data keys ends no session.</summary>
    public ReadOnlyMemory<byte> Identity => Derive(Keys[^1]);

    /// <summary>Reads the file; where there is none, makes one with a new key.</summary>
    /// <exception cref="InvalidDataException">The file is not a key ring.</exception>
    public static async Task<KeyFile> OpenAsync(string path, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) await CreateAsync(path, clock, cancellationToken);
        try
        {
            using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(path, cancellationToken));
            return new([.. json.RootElement.GetProperty("keys").EnumerateArray().Select(key =>
                new StorageKey(key.GetProperty("id").GetString()!, key.GetProperty("secret").GetBytesFromBase64()))]);
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException("The key file is not a key ring: { \"keys\": [ { \"id\", \"secret\" } ] }.", problem);
        }
    }

    /// <summary>Reads the file of a gateway that is there already: a new key would open nothing of its database.</summary>
    /// <exception cref="InvalidDataException">The file is missing, or no key ring.</exception>
    public static Task<KeyFile> OpenExistingAsync(string path, TimeProvider clock, CancellationToken cancellationToken) =>
        File.Exists(path) ? OpenAsync(path, clock, cancellationToken) : throw new InvalidDataException($"The key file {path} is missing.");

    private static async Task CreateAsync(string path, TimeProvider clock, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var id = clock.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var ring = new { keys = new[] { new { id, secret = RandomNumberGenerator.GetBytes(StorageKey.SecretLength) } } };
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new FileStream(path, options);
        await JsonSerializer.SerializeAsync(file, ring, cancellationToken: cancellationToken);
    }

    private static byte[] Derive(StorageKey key) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Secret.ToArray(), StorageKey.SecretLength, info: "careexchange identity"u8.ToArray());
}
