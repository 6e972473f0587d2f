require "sinatra"

get "/squares/:n" do |n|
  "#{Integer(n)**2}\n"
end
