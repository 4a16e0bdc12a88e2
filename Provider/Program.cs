using Microsoft.AspNetCore.Builder;
var app = WebApplication.CreateEmptyBuilder(new()).Build();
