using System.Text.Json;

namespace CareExchange.Exchange.Loading;

/// <summary>Progress as it is kept beside what it counts.</summary>
internal static class LoadProgressJson
{
    public static byte[] Write(LoadProgress progress) => JsonSerializer.SerializeToUtf8Bytes(progress);

    public static LoadProgress Read(ReadOnlyMemory<byte> json) =>
        JsonSerializer.Deserialize<LoadProgress>(json.Span) ?? throw new InvalidDataException("The state of a load cannot be read.");
}
