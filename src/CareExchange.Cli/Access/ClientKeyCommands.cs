using System.Buffers.Text;
using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CareExchange.Cli.Access;

/// <summary><c>careexchange client key</c> and <c>careexchange client token</c>: what a partner's own system does, for whoever connects one or tries it by hand (SMART backend services).</summary>
internal static class ClientKeyCommands
{
    // Read by people, who paste it.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Makes a key pair: the private half into a file that only its owner reads, the public half as the line of the settings.</summary>
    public static Command Key()
    {
        var output = new Option<FileInfo>("--output", "-o") { Description = "Where the private key goes (PEM); it stays with the partner. An existing file is left alone.", Required = true };
        var command = new Command("key", "Make a key pair for a partner's system (P-384) and print the line \"jwks\" of its entry in the settings.") { output };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var file = parse.GetRequiredValue(output);
            if (file.Exists)
            {
                await Console.Error.WriteLineAsync($"{file.Name} exists already: a key that is in use is not written over.");
                return 3;
            }

            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using (var stream = new StreamWriter(file.FullName, options)) await stream.WriteLineAsync(key.ExportPkcs8PrivateKeyPem().AsMemory(), cancellationToken);
            Console.WriteLine($"\"jwks\": {JsonSerializer.Serialize(PublicKeys(key), Plain)}");
            return 0;
        });
        return command;
    }

    /// <summary>Fetches a token as the partner's system does, with an assertion signed by its key.</summary>
    public static Command Token()
    {
        var id = new Argument<string>("client") { Description = "The client's id." };
        var gateway = new Option<string>("--gateway") { Description = "The gateway's address, such as https://care.example.kr.", Required = true };
        gateway.Validators.Add(result =>
        {
            if (!Uri.TryCreate(result.GetValueOrDefault<string>(), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")) result.AddError("--gateway is an address such as https://care.example.kr.");
        });
        var key = new Option<FileInfo>("--key") { Description = "The client's private key (PEM, P-256 or P-384).", Required = true };
        var scope = new Option<string?>("--scope") { Description = "What the token is for; system/messages.cr when nothing is said.", DefaultValueFactory = _ => "system/messages.cr" };
        var command = new Command("token", "Fetch a token for a partner's system and print it.") { id, gateway, key, scope };
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var signer = ECDsa.Create();
            signer.ImportFromPem(await File.ReadAllTextAsync(parse.GetRequiredValue(key).FullName, cancellationToken));
            var endpoint = new Uri(new Uri(parse.GetRequiredValue(gateway)), "connect/token");
            using var http = new HttpClient { Timeout = Longest };
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["grant_type"] = "client_credentials",
                ["scope"] = parse.GetValue(scope)!,
                ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                ["client_assertion"] = Assertion(signer, parse.GetRequiredValue(id), endpoint.ToString(), TimeProvider.System.GetUtcNow()),
            });
            using var answer = await http.PostAsync(endpoint, form, cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            if (!answer.IsSuccessStatusCode)
            {
                await Console.Error.WriteLineAsync(text);
                return 3;
            }

            using var body = JsonDocument.Parse(text);
            Console.WriteLine(body.RootElement.GetProperty("access_token").GetString());
            return 0;
        });
        return command;
    }

    private static string Assertion(ECDsa key, string client, string endpoint, DateTimeOffset now)
    {
        var algorithm = key.KeySize == 256 ? "ES256" : "ES384";
        var text = $"{Encode(new { alg = algorithm, typ = "JWT", kid = Thumbprint(key) })}.{Encode(new { iss = client, sub = client, aud = endpoint, jti = Guid.NewGuid().ToString("N"), iat = now.ToUnixTimeSeconds(), exp = now.ToUnixTimeSeconds() + 240 })}";
        return $"{text}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(text), key.KeySize == 256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA384))}";
    }

    private static string PublicKeys(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return JsonSerializer.Serialize(new { keys = new[] { new { kty = "EC", crv = "P-384", use = "sig", alg = "ES384", kid = Thumbprint(key), x = Base64Url.EncodeToString(point.X), y = Base64Url.EncodeToString(point.Y) } } });
    }

    // Named by its public half, so that both commands call it the same without keeping anything.
    private static string Thumbprint(ECDsa key) => Base64Url.EncodeToString(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16];

    private static string Encode(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}
