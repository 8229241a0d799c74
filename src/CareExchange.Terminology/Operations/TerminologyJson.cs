using System.Text.Encodings.Web;
using System.Text.Json;

namespace CareExchange.Terminology.Operations;

/// <summary>How answers are written: Korean as Korean, since the bytes are UTF-8 and no HTML.</summary>
internal static class TerminologyJson
{
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
