using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Fml;
using CareExchange.Mapping.Profiles;
using CareExchange.Mapping.Tests.Maps;

namespace CareExchange.Mapping.Tests.Profiles;

/// <summary>Ten thousand damaged messages: each is mapped, or refused with a place in it.</summary>
public sealed class MessageMutationTests
{
    private const int Rounds = 10_000;

    [Fact]
    public void A_damaged_json_message_is_mapped_or_refused_at_its_place()
    {
        var random = new Random(20260327);
        var seeds = PartnerFolder.All.SelectMany(folder => folder.Inputs.Where(input => input.EndsWith(".json", StringComparison.Ordinal)).Select(input => (Folder: folder, Input: input))).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            var (folder, input) = seeds[round % seeds.Length];
            var damaged = Damaged(folder.Bytes(input), random);
            Located(folder.Profile.Transform(damaged, "application/json", input), damaged);
        }
    }

    [Fact]
    public void A_damaged_resource_is_mapped_or_refused_at_its_place()
    {
        var library = new StructureMapLibrary(Schema.R4);
        library.Add(MapText.Read("""
            map "urn:m" = m
            group g(source s : QuestionnaireResponse, target t : Patient) {
              s.item 1..* as i where (linkId.exists()) -> t.name as n then { i.answer as a -> n.text = (%a.value.toString()), n.family = append(a, 'x'); };
              s.subject as r -> t.generalPractitioner = r;
              s.authored as d check ($this > @2000) -> t.birthDate = cast(d, 'date');
              s.status as c log ('status') -> t.gender = c, t.active = (c = 'completed'), t.identifier = id('urn:s', c);
            }
            """).Value!);
        var map = library.Compile("urn:m").Value!;
        var seed = """{"resourceType":"QuestionnaireResponse","id":"a","status":"completed","subject":{"reference":"Patient/1","display":"가나다"},"authored":"2026-03-27T10:00:00+09:00","item":[{"linkId":"1","answer":[{"valueString":"x"},{"valueInteger":3}]},{"linkId":"2","item":[{"linkId":"2.1","answer":[{"valueCoding":{"system":"urn:s","code":"c"}}]}]}]}"""u8.ToArray();
        var random = new Random(20260328);
        for (var round = 0; round < Rounds; round++)
        {
            var damaged = Damaged(seed, random);
            Located(map.Transform(damaged), damaged);
        }
    }

    private static void Located<T>(Outcome<T> outcome, byte[] damaged)
    {
        if (outcome.Succeeded) return;
        Assert.NotEmpty(outcome.Issues);
        Assert.All(outcome.Issues.Where(issue => issue.IsError), issue => Assert.True(issue.Line > 0 && issue.Column > 0 && issue.Korean.Length > 0, $"{issue.Rule} {issue.Expression}: {Encoding.UTF8.GetString(damaged)}"));
    }

    /// <summary>A byte flipped, a line (a field) dropped, a value made unknown, the end cut off, or a piece doubled.</summary>
    private static byte[] Damaged(byte[] message, Random random)
    {
        var at = random.Next(message.Length);
        switch (random.Next(5))
        {
            case 0:
                var flipped = message.ToArray();
                flipped[at] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 1:
                var end = Array.IndexOf(message, (byte)',', at);
                return end < 0 ? message[..at] : [.. message[..at], .. message[(end + 1)..]];
            case 2:
                var (quote, next) = (Array.IndexOf(message, (byte)'"', at), 0);
                if (quote > 0) next = Array.IndexOf(message, (byte)'"', quote + 1);
                return next > 0 ? [.. message[..(quote + 1)], .. "없는-코드-77"u8, .. message[next..]] : message[..at];
            case 3:
                return message[..at];
            default:
                var length = Math.Min(random.Next(1, 60), message.Length - at);
                return [.. message[..(at + length)], .. message[at..]];
        }
    }
}
