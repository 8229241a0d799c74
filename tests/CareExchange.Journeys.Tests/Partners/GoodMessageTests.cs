using System.Net;
using System.Text;
using CareExchange.Journeys.Tests.World;
using CareExchange.Storage.Messages;

namespace CareExchange.Journeys.Tests.Partners;

/// <summary>What partners send right, in each of their formats.</summary>
[Collection(SharedDistrict.Name)]
public sealed class GoodMessageTests(District district)
{
    [Theory]
    [InlineData("nhis-seodaemun", "02-input.json")]
    [InlineData("hongje-homecare", "02-input.json")]
    [InlineData("seodaemun-dementia", "02-input.csv")]
    [InlineData("seodaemun", "04-input.xlsx")]
    [InlineData("seodaemun", "06-input.csv")]
    public async Task Each_format_is_taken_in_and_the_same_message_again_stores_nothing_twice(string partner, string file)
    {
        using var machine = await Machine.PartnerAsync(district, partner);
        var message = new PartnerMessage(partner, file);

        // 1. First: stored, with a report that can be asked for again.
        var first = (await message.SendAsync(machine)).Is(HttpStatusCode.Created);
        Assert.Equal("processed", first.Parameter("state").GetProperty("valueCode").GetString());
        Assert.StartsWith($"urn:careexchange:map:{partner}", first.Parameter("map").GetProperty("valueString").GetString());
        Assert.True(first.Parameter("changed").GetProperty("valueInteger").GetInt32() > 0);
        Assert.True(first.Parameter("coverage").GetProperty("valueDecimal").GetDecimal() > 0.9m);
        var asked = await machine.SendAsync(HttpMethod.Get, first.Response.Headers.Location!.ToString().TrimStart('/'));
        Assert.Equal(AsDuplicate(first), Text(asked.Is(HttpStatusCode.OK)));

        // 2. Again: the same answer, nothing new.
        var counts = await district.Run.CountAsync(TestContext.Current.CancellationToken);
        var again = (await message.SendAsync(machine)).Is(HttpStatusCode.OK);
        Assert.Equal(AsDuplicate(first), Text(again));
        Assert.Equal(first.Response.Headers.Location, again.Response.Headers.Location);
        Assert.Equal(counts, await district.Run.CountAsync(TestContext.Current.CancellationToken));

        // 3. The original is byte for byte what was sent, and stands in no file as it was.
        var id = first.Parameter("message").GetProperty("valueId").GetString()!;
        Assert.Equal(message.Content, await district.Room<MessageStore>().ReadOriginalAsync(id, TestContext.Current.CancellationToken));

        // 4. Replayed, it finds everything as it is.
        var replayed = (await machine.SendAsync(HttpMethod.Post, $"partners/{partner}/messages/{id}/$replay")).Is(HttpStatusCode.Created);
        Assert.Equal(0, replayed.Parameter("changed").GetProperty("valueInteger").GetInt32());
        Assert.Equal(counts, await district.Run.CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Twice_at_the_same_moment_is_once()
    {
        using var machine = await Machine.PartnerAsync(district, "nhis-seodaemun");
        await machine.TokenAsync();
        var message = new PartnerMessage("nhis-seodaemun", "03-input.json");

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => message.SendAsync(machine)));

        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.Created or HttpStatusCode.OK, Text(answer)));
        Assert.Single(answers.Select(answer => answer.Response.Headers.Location).Distinct());
        using var reader = await Machine.RegisterAsync(district, "nhis-seodaemun");
        Assert.Single((await reader.GetAsync("Patient?name=최누리")).Is(HttpStatusCode.OK).Resources);
    }

    private static string Text(Answer answer) => Encoding.UTF8.GetString(answer.Bytes);

    private static string AsDuplicate(Answer answer) => Text(answer).Replace("\"duplicate\",\"valueBoolean\":false", "\"duplicate\",\"valueBoolean\":true", StringComparison.Ordinal);
}
