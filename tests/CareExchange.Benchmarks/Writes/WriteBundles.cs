using System.Globalization;
using System.Text;
using System.Text.Json;
using CareExchange.Benchmarks.Core;

namespace CareExchange.Benchmarks.Writes;

/// <summary>Transactions that create everything, whose entries name each other by urn:uuid, as those of a synthetic-patient generator do.</summary>
/// <remarks>Written once; an identifier belongs to one person, so each time a number is written over those of its Patients.</remarks>
internal sealed class WriteBundles
{
    private static int s_made;
    private readonly byte[] _bundle;
    private readonly List<int> _numbers = [];

    public WriteBundles(int people)
    {
        var text = new StringBuilder("{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[");
        for (var person = 0; person < people; person++)
        {
            var record = new SyntheticRecord(person);
            var all = new StringBuilder();
            foreach (var index in Enumerable.Range(0, SyntheticRecord.Count))
            {
                var type = SyntheticRecord.TypeOf(index);
                all.Append(CultureInfo.InvariantCulture, $"{{\"fullUrl\":\"urn:uuid:{record.IdOf(index)}\",\"resource\":{record.Resource(index)},\"request\":{{\"method\":\"POST\",\"url\":\"{type}\"}}}},");
            }

            foreach (var index in Enumerable.Range(0, SyntheticRecord.Count)) all.Replace($"\"{SyntheticRecord.TypeOf(index)}/{record.IdOf(index)}\"", $"\"urn:uuid:{record.IdOf(index)}\"");
            text.Append(all);
        }

        text.Length--;
        _bundle = Encoding.UTF8.GetBytes(text.Append("]}").ToString());
        using var read = JsonDocument.Parse(_bundle);
        for (var person = 0; person < people; person++)
        {
            foreach (var identifier in read.RootElement.GetProperty("entry")[person * SyntheticRecord.Count].GetProperty("resource").GetProperty("identifier").EnumerateArray())
            {
                var value = Encoding.UTF8.GetBytes($"\"{identifier.GetProperty("value").GetString()}\"");
                for (int at = 0, found; (found = _bundle.AsSpan(at).IndexOf(value)) >= 0; at += found + value.Length) _numbers.Add(at + found + 2);
            }
        }
    }

    /// <summary>The transaction about persons whom nobody has yet.</summary>
    public byte[] Next()
    {
        var bundle = (byte[])_bundle.Clone();
        var number = Encoding.ASCII.GetBytes((Interlocked.Increment(ref s_made) & 0xFFFFF).ToString("x5", CultureInfo.InvariantCulture));
        foreach (var at in _numbers) number.CopyTo(bundle, at);
        return bundle;
    }
}
