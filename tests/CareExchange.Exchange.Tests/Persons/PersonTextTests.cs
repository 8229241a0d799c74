using CareExchange.Exchange.Persons;
using Xunit;

namespace CareExchange.Exchange.Tests.Persons;

public sealed class PersonTextTests
{
    [Theory]
    [InlineData("김가온(가명)", "김가온")]
    [InlineData(" 김 가온 ", "김가온")]
    [InlineData("Ｋｉｍ Gaon", "kimgaon")]
    [InlineData("金가온 [金]", "金가온")]
    [InlineData(null, "")]
    public void A_name_is_compared_by_its_letters(string? written, string expected) => Assert.Equal(expected, PersonText.Name(written));

    [Theory]
    [InlineData("서울시 서대문구 가재울로 12, 101동 202호 (남가좌동)")]
    [InlineData("서울 서대문구 가재울로12 101동202호")]
    [InlineData("서울특별시  서대문구 가재울로 12 101동 202호")]
    [InlineData("서울특별시 서대문구 가재울로 １２, 101동 202호")]
    public void Ways_of_writing_one_address_compare_equal(string written) =>
        Assert.Equal("서울특별시서대문구가재울로12101동202호", PersonText.Address(written));

    [Theory]
    [InlineData("서울특별시 서대문구 가재울로 1-2", "서울특별시 서대문구 가재울로 12")]
    [InlineData("서울특별시 서대문구 가재울로 12", "서울특별시 서대문구 가재울로 13")]
    public void Different_addresses_stay_different(string one, string other) => Assert.NotEqual(PersonText.Address(one), PersonText.Address(other));

    [Theory]
    [InlineData("+82-10-1234-5678")]
    [InlineData("010 1234 5678")]
    [InlineData("01012345678")]
    public void Ways_of_writing_one_number_compare_equal(string written) => Assert.Equal("01012345678", PersonText.Phone(written));
}
