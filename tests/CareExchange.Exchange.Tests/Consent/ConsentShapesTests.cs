using System.Globalization;
using System.Text;
using System.Text.Json;
using CareExchange.Exchange.Consent;
using CareExchange.Storage.Resources;
using Xunit;
using static CareExchange.Exchange.Tests.Consent.ConsentSamples;

namespace CareExchange.Exchange.Tests.Consent;

/// <summary>What is read once for many consents must be what is read of each.</summary>
public sealed class ConsentShapesTests
{
    [Fact]
    public void Whatever_a_consent_says_it_is_read_as_if_it_were_the_only_one()
    {
        var random = new Random(20261122);
        var shapes = new ConsentShapes();
        var shared = new HashSet<object>(ReferenceEqualityComparer.Instance);
        for (var run = 0; run < 4_000; run++)
        {
            // Few forms, many persons; some of the texts are damaged on their way.
            var json = RandomPolicyTests.Consent(new Random(random.Next(40))).Replace("Patient/p1", string.Create(CultureInfo.InvariantCulture, $"Patient/p{random.Next(50)}"), StringComparison.Ordinal);
            json = Vary(json, random);
            var consent = Stored(json) with { Id = string.Create(CultureInfo.InvariantCulture, $"c{run}"), Version = 1 + random.Next(3) };

            var policy = shapes.Read(consent);

            Assert.Equal(Text(ConsentReader.Read(consent)), Text(policy));
            shared.Add(policy.Statements);
        }

        Assert.InRange(shared.Count, 30, 2_500);
    }

    [Theory]
    [InlineData("\"patient\":{\"reference\":\"Patient/p2\",\"reference\":\"Patient/p3\"}")]
    [InlineData("\"patient\":{\"reference\":\"Patient\\/p2\"}")]
    [InlineData("\"patient\":{\"reference\":\"Patient/p2/x\"}")]
    [InlineData("\"patient\":{\"reference\":\"https://elsewhere.example/Patient/p2\"}")]
    [InlineData("\"patient\":{\"identifier\":{\"value\":\"1\"}}")]
    [InlineData("\"patient\":[{\"reference\":\"Patient/p2\"}]")]
    [InlineData("\"patient\":null")]
    [InlineData("\"patient\":{\"reference\":\"Patient/p2\"},\"patient\":{\"reference\":\"Patient/p3\"}")]
    [InlineData("\"patient\":{\"reference\":\"Patient/p2\"},\"meta\":{}")]
    [InlineData("\"patient\":{\"reference\":\"Patient/p2\"},\"text\":null")]
    [InlineData("\"patient\":{\"reference\":\"Patient/p2\"},\"dateTime\":\"yesterday\"")]
    [InlineData("\"patient\":{\"reference\":\"Patient/p2\"},\"d\\u0061teTime\":\"2020\"")]
    public void What_is_unusual_is_read_from_the_beginning(string patient)
    {
        var shapes = new ConsentShapes();
        var usual = ConsentJson(Provision("permit", ToClinic));
        shapes.Read(Stored(usual));
        var unusual = Stored(usual.Replace("\"patient\":{\"reference\":\"Patient/p1\"}", patient, StringComparison.Ordinal));

        Assert.Equal(Text(ConsentReader.Read(unusual)), Text(shapes.Read(unusual)));
    }

    private static string Vary(string json, Random random) => random.Next(8) switch
    {
        0 => json.Replace("2026-01", "2025-0" + (1 + random.Next(9)).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal),
        1 => json.Replace(",", " ,\n ", StringComparison.Ordinal),
        2 => json.Insert(1, $"\"meta\":{{\"versionId\":\"{random.Next(9)}\"}},\"text\":{{\"status\":\"empty\",\"div\":\"<div/>\"}},"),
        3 => Damage(json, random),
        _ => json,
    };

    private static string Damage(string json, Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        bytes[random.Next(bytes.Length)] = (byte)random.Next(32, 127);
        return Encoding.UTF8.GetString(bytes);
    }

    private static string Text(ConsentPolicy policy) => JsonSerializer.Serialize(policy);
}
