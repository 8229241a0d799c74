using System.Security.Cryptography;
using System.Text.Json;
using CareExchange.Identity.Secrets;
using CareExchange.Storage.Protection;

namespace CareExchange.Server.Hosting;

/// <summary>The key ring as a file that only its owner reads: newest key first. <c>careexchange keys rotate</c> adds a new one while gateways run.</summary>
internal sealed record KeyFile(IReadOnlyList<StorageKey> Keys)
{
    /// <summary>Id of the key that identity's secret was derived from, where a file of an earlier version names it.</summary>
    public string? IdentityKey { get; init; }

    /// <summary>Identity's secret, where the file holds it apart from the ring: then no key of the ring is needed for it.</summary>
    public ReadOnlyMemory<byte>? IdentitySecret { get; init; }

    /// <summary>Identity's secrets beside the one that seals: they open what they sealed.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> IdentityOlder { get; init; } = [];

    /// <summary>What is left of identity's secrets that were taken away: keys of hashes whose text nobody has.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> IdentityHashes { get; init; } = [];

    /// <summary>The secret that identity derives its keys from: the file's own, else that of the key it names, else of the oldest, so that rotation of data keys ends no session.</summary>
    public ReadOnlyMemory<byte> Identity => IdentitySecret ?? Derive(Keys.FirstOrDefault(key => key.Id == IdentityKey) ?? Keys[^1]);

    /// <summary>Reads the file; where there is none, makes one with a new key.</summary>
    /// <exception cref="InvalidDataException">The file is not a key ring.</exception>
    public static async Task<KeyFile> OpenAsync(string path, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) await CreateAsync(path, clock, cancellationToken);
        try
        {
            using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(path, cancellationToken));
            return new([.. json.RootElement.GetProperty("keys").EnumerateArray().Select(key =>
                new StorageKey(key.GetProperty("id").GetString()!, key.GetProperty("secret").GetBytesFromBase64()))])
            {
                IdentityKey = json.RootElement.TryGetProperty("identity", out var identity) ? identity.GetString() : null,
                IdentitySecret = json.RootElement.TryGetProperty("identitySecret", out var secret) ? (ReadOnlyMemory<byte>?)secret.GetBytesFromBase64() : null,
                IdentityOlder = Secrets(json.RootElement, "identityOlder"),
                IdentityHashes = Secrets(json.RootElement, "identityHashes"),
            };
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException("The key file is not a key ring: { \"keys\": [ { \"id\", \"secret\" } ] }.", problem);
        }
    }

    /// <summary>Adds a fresh key that reads but does not write yet: gateways must know it before one of them seals with it.</summary>
    /// <returns>Its id.</returns>
    public static async Task<string> AddAsync(string path, TimeProvider clock, CancellationToken cancellationToken)
    {
        var file = await OpenAsync(path, clock, cancellationToken);
        var day = clock.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var id = Enumerable.Range(1, 1000).Select(number => number == 1 ? day : $"{day}-{number}").First(name => file.Keys.All(key => key.Id != name));
        var added = new StorageKey(id, RandomNumberGenerator.GetBytes(StorageKey.SecretLength));
        var secret = RandomNumberGenerator.GetBytes(StorageKey.SecretLength);
        await WriteAsync(path, file with { Keys = [file.Keys[0], added, .. file.Keys.Skip(1)], IdentitySecret = file.Identity, IdentityOlder = [secret, .. file.IdentityOlder] }, cancellationToken);
        return id;
    }

    /// <summary>Makes a key of the ring the one that seals what is written.</summary>
    public static async Task UseAsync(string path, string id, TimeProvider clock, CancellationToken cancellationToken)
    {
        var file = await OpenAsync(path, clock, cancellationToken);
        var chosen = file.Keys.FirstOrDefault(key => key.Id == id) ?? throw new InvalidDataException($"The key file has no key {id}.");
        ReadOnlyMemory<byte>[] secrets = file.IdentityOlder.Count > 0 ? [file.IdentityOlder[0], file.Identity, .. file.IdentityOlder.Skip(1)] : [file.Identity];
        await WriteAsync(path, file with { Keys = [chosen, .. file.Keys.Where(key => key.Id != id)], IdentitySecret = secrets[0], IdentityOlder = secrets[1..] }, cancellationToken);
    }

    /// <summary>Takes every key but the one that seals out of the ring. Whoever calls has seen to it that nothing needs them.</summary>
    /// <returns>Their ids.</returns>
    public static async Task<IReadOnlyList<string>> RetireAsync(string path, TimeProvider clock, CancellationToken cancellationToken)
    {
        var file = await OpenAsync(path, clock, cancellationToken);
        await WriteAsync(
            path,
            file with { Keys = [file.Keys[0]], IdentitySecret = file.Identity, IdentityOlder = [], IdentityHashes = [.. file.IdentityOlder.Select(secret => (ReadOnlyMemory<byte>)IdentitySecrets.HashKeyOf(secret)), .. file.IdentityHashes] },
            cancellationToken);
        return [.. file.Keys.Skip(1).Select(key => key.Id)];
    }

    // Beside it first, then in its place in one step: a gateway that reads it meanwhile reads the old or the new one.
    private static async Task WriteAsync(string path, KeyFile content, CancellationToken cancellationToken)
    {
        var ring = new { identitySecret = content.Identity.ToArray(), identityOlder = content.IdentityOlder.Select(secret => secret.ToArray()), identityHashes = content.IdentityHashes.Select(key => key.ToArray()), keys = content.Keys.Select(key => new { id = key.Id, secret = key.Secret.ToArray() }).ToArray() };
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var file = new FileStream(path + ".new", options))
        {
            await JsonSerializer.SerializeAsync(file, ring, cancellationToken: cancellationToken);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
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

    private static ReadOnlyMemory<byte>[] Secrets(JsonElement file, string name) =>
        file.TryGetProperty(name, out var all) ? [.. all.EnumerateArray().Select(secret => (ReadOnlyMemory<byte>)secret.GetBytesFromBase64())] : [];

    private static byte[] Derive(StorageKey key) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Secret.ToArray(), StorageKey.SecretLength, info: "careexchange identity"u8.ToArray());
}
