Rails.application.routes.draw do
  get "up" => "rails/health#show", as: :rails_health_check
  root to: ->(_env) { [200, { "content-type" => "text/plain" }, ["Hello from Rails\n"]] }
end
